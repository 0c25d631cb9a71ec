package io.runnel.engine;

import static io.runnel.engine.NodeClient.value;
import static io.runnel.engine.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.model.AppendAck;
import io.runnel.model.AppendBatch;
import io.runnel.model.AppendInput;
import io.runnel.model.BasinConfig;
import io.runnel.model.BasinInfo;
import io.runnel.model.BasinName;
import io.runnel.model.EntityIds;
import io.runnel.model.Outcome;
import io.runnel.model.Page;
import io.runnel.model.ReadRequest;
import io.runnel.model.ReadStart;
import io.runnel.model.StreamError;
import io.runnel.model.StreamName;
import io.runnel.model.StreamOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two nodes over one store: whatever lives on the other one is used as if it lived here. */
class TwoNodesTest {
    private static final BasinName BASIN = new BasinName("two-nodes");
    private static final String SHARED = """
            controlled.shared-as = two-nodes
            runnel.streams.removal-delay = 100ms
            pekko.remote.artery.advanced { maximum-frame-size = 4 MiB, buffer-pool-size = 16 }
            pekko.cluster.sharding.rebalance-interval = 1h
            """;

    private static TestNode first;
    private static TestNode second;

    @BeforeAll
    static void start() {
        first = new TestNode(SHARED);
        String address = Cluster.get(first.system).selfAddress().toString();
        second = new TestNode(SHARED + "pekko.cluster.seed-nodes = [\"" + address + "\"]");
        Await.until(() -> isUp(first, 2) && isUp(second, 2));
        value(first.streams.ensureBasin(BASIN, BasinConfig.DEFAULT));
    }

    @AfterAll
    static void stop() {
        // Together: neither is to wait for what the other hands over.
        first.system.terminate();
        second.close();
        first.close();
    }

    @Test
    void basinsAnswerFromEitherNode() {
        for (int i = 0; i < 20; i++) {
            BasinName basin = new BasinName("either-node-" + i);
            BasinInfo info = value(first.streams.createBasin(basin, BasinConfig.DEFAULT, "t"))
                    .resource();
            assertThat(value(second.streams.ensureBasin(basin, BasinConfig.DEFAULT))
                            .resource())
                    .isEqualTo(info);
            assertThat(value(second.streams.listBasins(new Page.Request("either-node-" + i, "", 0)))
                            .items())
                    .contains(info);
            assertThat(await(second.streams.streamConfig(basin, new StreamName("none")))
                            .errorOrNull()
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void recordsAreAppendedAndReadAcrossNodes() {
        List<StreamName> streams = streams("unary", 24);
        for (StreamName stream : streams) {
            value(append(first, stream, Records.batch("a", "b")));
            assertThat(value(append(second, stream, Records.batch("c"))).end().seqNum())
                    .isEqualTo(3);
            for (TestNode node : List.of(first, second)) {
                assertThat(Records.of(value(node.streams.read(BASIN, stream, StreamOptions.NONE, from(0, 1000L)))))
                        .containsExactly("0=a", "1=b", "2=c");
                assertThat(value(node.streams.checkTail(BASIN, stream)).seqNum())
                        .isEqualTo(3);
                assertThat(await(node.streams.append(BASIN, stream, StreamOptions.NONE, Records.matching(7, "x")))
                                .errorOrNull())
                        .isEqualTo(new StreamError.SeqNumMismatch(3));
            }
        }
        assertThat(streams).anyMatch(stream -> livesOn(first, stream)).anyMatch(stream -> livesOn(second, stream));
    }

    @Test
    void sessionsWorkAcrossNodes() {
        StreamName stream = livingOnTheOther("session");
        List<AppendFeed> feed = new ArrayList<>();
        IntStream.range(0, 500).forEach(i -> feed.add(new AppendFeed.Batch(Records.input("r" + i))));
        List<AppendOutput> acks = await(Source.from(feed)
                .via(value(second.streams.openAppendSession(BASIN, stream, StreamOptions.NONE)))
                .runWith(Sink.seq(), second.system));
        assertThat(acks).hasSize(500);
        assertThat(((AppendOutput.Acked) acks.get(499)).ack().end().seqNum()).isEqualTo(500);

        CompletionStage<List<ReadOutput>> followed = value(
                        second.streams.openReadSession(BASIN, stream, StreamOptions.NONE, from(498, null)))
                .wireTap(output -> {
                    if (output instanceof ReadOutput.Heartbeat) {
                        append(second, stream, Records.batch("live"));
                    }
                })
                .take(3)
                .runWith(Sink.seq(), second.system);
        List<ReadOutput> outputs = await(followed);
        assertThat(Records.of(outputs.get(0))).containsExactly("498=r498", "499=r499");
        assertThat(outputs.get(1)).isInstanceOf(ReadOutput.Heartbeat.class);
        assertThat(Records.of(outputs.get(2))).containsExactly("500=live");
    }

    @Test
    void theLargestBatchesCross() {
        StreamName stream = livingOnTheOther("large");
        AppendBatch.Builder tiny = new AppendBatch.Builder(2 << 20);
        for (int i = 0; i < 262_142; i++) {
            tiny.header(new byte[] {'n'}, new byte[] {'v'});
        }
        AppendBatch headers = Records.built(tiny.endRecord());
        AppendBatch body = Records.large(1_048_568);
        CompletionStage<Long> followed = value(
                        second.streams.openReadSession(BASIN, stream, StreamOptions.NONE, from(0, 5L)))
                .runFold(
                        0L,
                        (count, output) -> output instanceof ReadOutput.Batch batch
                                ? count
                                        + batch.slices().stream()
                                                .mapToLong(slice -> slice.count())
                                                .sum()
                                : count,
                        second.system);
        for (AppendBatch batch : List.of(body, headers, body, headers, headers)) {
            value(append(second, stream, batch));
        }
        assertThat(await(followed)).isEqualTo(5);
        CompletionStage<Long> caughtUp = value(
                        second.streams.openReadSession(BASIN, stream, StreamOptions.NONE, from(0, 5L)))
                .runFold(0L, (count, output) -> count + 1, second.system);
        assertThat(await(caughtUp)).isPositive();
    }

    @Test
    void aDeletedStreamEndsOnBothNodes() {
        StreamName stream = livingOnTheOther("deleted");
        value(append(second, stream, Records.batch("a")));
        CompletionStage<List<ReadOutput>> followed = value(
                        second.streams.openReadSession(BASIN, stream, StreamOptions.NONE, from(0, null)))
                .runWith(Sink.seq(), second.system);
        assertThat(await(second.streams.deleteStream(BASIN, stream)).errorOrNull())
                .isNull();
        List<ReadOutput> outputs = await(followed);
        assertThat(outputs.get(outputs.size() - 1)).isInstanceOf(ReadOutput.Ended.class);
    }

    /** A stream whose actor is on the first node, to be used from the second. */
    private static StreamName livingOnTheOther(String prefix) {
        return streams(prefix, 24).stream()
                .filter(stream -> livesOn(first, stream))
                .findFirst()
                .orElseThrow();
    }

    private static List<StreamName> streams(String prefix, int count) {
        List<StreamName> streams = IntStream.range(0, count)
                .mapToObj(i -> new StreamName(prefix + i))
                .toList();
        for (StreamName stream : streams) {
            value(first.streams.createStream(BASIN, stream, StreamOptions.NONE, null));
            value(first.streams.checkTail(BASIN, stream));
        }
        return streams;
    }

    private static CompletionStage<Outcome<AppendAck>> append(TestNode node, StreamName stream, AppendBatch batch) {
        return node.streams.append(BASIN, stream, StreamOptions.NONE, new AppendInput(batch, null, null));
    }

    private static ReadRequest from(long seqNum, Long count) {
        return new ReadRequest(new ReadStart.SeqNum(seqNum), false, count, null, null, count == null ? null : 30L);
    }

    private static boolean livesOn(TestNode node, StreamName stream) {
        String id = EntityIds.stream(BASIN, stream);
        int shards = node.system.settings().config().getInt("runnel.shards");
        String path = "/system/sharding/stream/" + EntityIds.shard(EntityIds.hash(id), shards) + "/"
                + URLEncoder.encode(id, StandardCharsets.UTF_8);
        try {
            ActorRef found = await(node.system
                    .actorSelection(path)
                    .resolveOne(Duration.ofSeconds(2))
                    .exceptionally(absent -> node.system.deadLetters()));
            return !found.equals(node.system.deadLetters());
        } catch (CompletionException e) {
            return false;
        }
    }

    private static boolean isUp(TestNode node, int members) {
        int up = 0;
        for (var member : Cluster.get(node.system).state().getMembers()) {
            up += member.status().equals(MemberStatus.up()) ? 1 : 0;
        }
        return up == members;
    }
}
