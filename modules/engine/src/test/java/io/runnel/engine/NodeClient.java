package io.runnel.engine;

import static io.runnel.engine.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.model.AppendAck;
import io.runnel.model.AppendInput;
import io.runnel.model.BasinConfig;
import io.runnel.model.BasinName;
import io.runnel.model.Outcome;
import io.runnel.model.ReadRequest;
import io.runnel.model.ReadStart;
import io.runnel.model.StreamError;
import io.runnel.model.StreamName;
import io.runnel.model.StreamOptions;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Source;

/** Uses the streams of one basin of a node. */
final class NodeClient {
    final TestNode node;
    final Streams streams;
    final BasinName basin = new BasinName("node-client");

    NodeClient(TestNode node) {
        this.node = node;
        this.streams = node.streams;
        value(streams.ensureBasin(basin, BasinConfig.DEFAULT));
    }

    StreamName created(String name) {
        StreamName stream = new StreamName(name);
        value(streams.createStream(basin, stream, StreamOptions.NONE, null));
        return stream;
    }

    CompletionStage<Outcome<AppendAck>> append(StreamName stream, String... bodies) {
        return append(stream, Records.input(bodies));
    }

    CompletionStage<Outcome<AppendAck>> append(StreamName stream, AppendInput input) {
        return streams.append(basin, stream, StreamOptions.NONE, input);
    }

    CompletionStage<Outcome<ReadOutput.Batch>> read(StreamName stream, ReadRequest request) {
        return streams.read(basin, stream, StreamOptions.NONE, request);
    }

    Flow<AppendFeed, AppendOutput, NotUsed> appendSession(StreamName stream) {
        return value(streams.openAppendSession(basin, stream, StreamOptions.NONE));
    }

    Source<ReadOutput, NotUsed> readSession(StreamName stream, ReadRequest request) {
        return value(streams.openReadSession(basin, stream, StreamOptions.NONE, request));
    }

    /** Everything from the beginning on, for ever. */
    static ReadRequest follow() {
        return new ReadRequest(new ReadStart.SeqNum(0), false, null, null, null, null);
    }

    /** What there is, as an answer of its own. */
    static ReadRequest once() {
        return new ReadRequest(new ReadStart.SeqNum(0), false, 1000L, 1L << 20, null, null);
    }

    static <T> T value(CompletionStage<Outcome<T>> stage) {
        Outcome<T> outcome = await(stage);
        assertThat(outcome.errorOrNull()).isNull();
        return Objects.requireNonNull(outcome.valueOrNull());
    }

    static StreamError error(CompletionStage<? extends Outcome<?>> stage) {
        return Objects.requireNonNull(await(stage).errorOrNull());
    }
}
