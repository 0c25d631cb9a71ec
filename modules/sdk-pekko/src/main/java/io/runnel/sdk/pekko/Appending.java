package io.runnel.sdk.pekko;

import io.runnel.sdk.AppendAck;
import io.runnel.sdk.AppendInput;
import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.AppendSessionOptions;
import io.runnel.sdk.ProducerOptions;
import io.runnel.sdk.RecordAck;
import io.runnel.sdk.StreamClient;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Processor;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.JavaFlowSupport;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;

/**
 * Flows and sinks that append to a stream. Each materialization has a session of its own, which reconnects by itself. Demand
 * is for as much as the session has room for, so that a slow server slows down whatever is upstream. Acknowledgements come in
 * the order of what was appended.
 *
 * <p>When upstream completes, everything is acknowledged before the flow completes. When it fails, or downstream cancels, the
 * session is aborted: what was sent by then may have been appended. If the session fails, so does the flow, with a {@link
 * io.runnel.sdk.RunnelException}.
 */
public final class Appending {
    private Appending() {}

    /** Appends batches. */
    public static Flow<AppendInput, AppendAck, NotUsed> batches(StreamClient stream, AppendSessionOptions options) {
        return through(() -> stream.appendSession(options).processor());
    }

    /** Appends records one by one, making batches of them as the options say. */
    public static Flow<AppendRecord, RecordAck, NotUsed> records(StreamClient stream, ProducerOptions options) {
        return through(() -> stream.producer(options).processor());
    }

    /** Appends batches; completes when all are acknowledged. */
    public static Sink<AppendInput, CompletionStage<Done>> sink(StreamClient stream, AppendSessionOptions options) {
        return batches(stream, options).toMat(Sink.ignore(), Keep.right());
    }

    /** Appends records one by one; completes when all are acknowledged. */
    public static Sink<AppendRecord, CompletionStage<Done>> recordSink(StreamClient stream, ProducerOptions options) {
        return records(stream, options).toMat(Sink.ignore(), Keep.right());
    }

    /** Opens no session before there is something to append. */
    private static <I, A> Flow<I, A, NotUsed> through(Supplier<Processor<I, A>> opened) {
        return Flow.<I, A, NotUsed>lazyFlow(() -> JavaFlowSupport.Flow.fromProcessor(opened::get))
                .mapMaterializedValue(started -> NotUsed.getInstance());
    }
}
