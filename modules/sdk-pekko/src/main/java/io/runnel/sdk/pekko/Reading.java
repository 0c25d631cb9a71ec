package io.runnel.sdk.pekko;

import io.runnel.sdk.ReadBatch;
import io.runnel.sdk.ReadSessionOptions;
import io.runnel.sdk.SequencedRecord;
import io.runnel.sdk.StreamClient;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.JavaFlowSupport;
import org.apache.pekko.stream.javadsl.Source;

/**
 * Sources of what a stream holds. Each materialization has a read session of its own, which reconnects by itself, and which
 * reads ahead by no more than {@link ReadSessionOptions#readAheadBytes} when there is no demand. A source completes when the read
 * has ended, fails with a {@link io.runnel.sdk.RunnelException}, and closes its session when it is cancelled.
 */
public final class Reading {
    private Reading() {}

    /** Batches as they come from the server; each has at least one record. */
    public static Source<ReadBatch, NotUsed> batches(StreamClient stream, ReadSessionOptions options) {
        return JavaFlowSupport.Source.fromPublisher(
                subscriber -> stream.readSession(options).publisher().subscribe(subscriber));
    }

    /** Records one by one. */
    public static Source<SequencedRecord, NotUsed> records(StreamClient stream, ReadSessionOptions options) {
        return batches(stream, options).mapConcat(ReadBatch::records);
    }
}
