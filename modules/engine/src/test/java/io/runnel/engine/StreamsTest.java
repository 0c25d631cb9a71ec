package io.runnel.engine;

import static io.runnel.engine.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.model.AppendAck;
import io.runnel.model.BasinConfig;
import io.runnel.model.BasinName;
import io.runnel.model.Outcome;
import io.runnel.model.Position;
import io.runnel.model.ReadRequest;
import io.runnel.model.ReadStart;
import io.runnel.model.StreamName;
import io.runnel.model.StreamOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Records of one node, through sharding and a journal. */
class StreamsTest {
    private static final BasinName BASIN = new BasinName("streams-test");

    private static TestNode node;

    @BeforeAll
    static void start() {
        node = new TestNode("runnel.streams.removal-delay = 100ms");
        value(node.streams.ensureBasin(BASIN, BasinConfig.DEFAULT));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void whatWasAppendedIsRead() {
        StreamName stream = created("appended");
        AppendAck ack = value(append(stream, "a", "b"));
        assertThat(ack.start().seqNum()).isZero();
        assertThat(ack.end().seqNum()).isEqualTo(2);
        assertThat(value(node.streams.checkTail(BASIN, stream))).isEqualTo(ack.end());
        assertThat(Records.of(value(read(stream, 0)))).containsExactly("0=a", "1=b");
    }

    @Test
    void aSessionIsAcknowledgedInOrderAndEndsWithItsInput() {
        StreamName stream = created("session");
        List<AppendFeed> feed = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            feed.add(new AppendFeed.Batch(Records.input("r" + i)));
        }
        List<AppendOutput> outputs = await(Source.from(feed)
                .via(value(node.streams.openAppendSession(BASIN, stream, StreamOptions.NONE)))
                .runWith(Sink.seq(), node.system));
        assertThat(outputs).hasSize(1000);
        for (int i = 0; i < 1000; i++) {
            assertThat(((AppendOutput.Acked) outputs.get(i)).ack().end().seqNum())
                    .isEqualTo(i + 1);
        }
        ReadRequest all = new ReadRequest(new ReadStart.SeqNum(0), false, 1000L, null, null, null);
        List<ReadOutput> read = await(value(node.streams.openReadSession(BASIN, stream, StreamOptions.NONE, all))
                .runWith(Sink.seq(), node.system));
        assertThat(read).hasSize(1);
        assertThat(Records.of(read.get(0))).hasSize(1000).startsWith("0=r0").endsWith("999=r999");
    }

    @Test
    void aFollowerGetsAHeartbeatAndThenWhatIsAppended() {
        StreamName stream = created("followed");
        value(append(stream, "a"));
        ReadRequest all = new ReadRequest(new ReadStart.SeqNum(0), false, null, null, null, null);
        CompletionStage<List<ReadOutput>> followed = value(
                        node.streams.openReadSession(BASIN, stream, StreamOptions.NONE, all))
                .take(3)
                .wireTap(output -> {
                    if (output instanceof ReadOutput.Heartbeat) {
                        append(stream, "b", "c");
                    }
                })
                .runWith(Sink.seq(), node.system);
        List<ReadOutput> outputs = await(followed);
        assertThat(Records.of(outputs.get(0))).containsExactly("0=a");
        assertThat(((ReadOutput.Heartbeat) outputs.get(1)).tail().seqNum()).isEqualTo(1);
        assertThat(Records.of(outputs.get(2))).containsExactly("1=b", "2=c");
        Position tail = ((ReadOutput.Batch) outputs.get(2)).tail();
        assertThat(tail).isEqualTo(value(node.streams.checkTail(BASIN, stream)));
    }

    private static StreamName created(String name) {
        StreamName stream = new StreamName(name);
        value(node.streams.createStream(BASIN, stream, StreamOptions.NONE, null));
        return stream;
    }

    private static CompletionStage<Outcome<AppendAck>> append(StreamName stream, String... bodies) {
        return node.streams.append(BASIN, stream, StreamOptions.NONE, Records.input(bodies));
    }

    private static CompletionStage<Outcome<ReadOutput.Batch>> read(StreamName stream, long from) {
        ReadRequest request = new ReadRequest(new ReadStart.SeqNum(from), false, 1000L, 1L << 20, null, null);
        return node.streams.read(BASIN, stream, StreamOptions.NONE, request);
    }

    private static <T> T value(CompletionStage<Outcome<T>> stage) {
        Outcome<T> outcome = await(stage);
        assertThat(outcome.errorOrNull()).isNull();
        return Objects.requireNonNull(outcome.valueOrNull());
    }
}
