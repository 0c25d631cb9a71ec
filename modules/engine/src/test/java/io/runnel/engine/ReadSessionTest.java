package io.runnel.engine;

import static io.runnel.engine.NodeClient.error;
import static io.runnel.engine.NodeClient.value;
import static io.runnel.engine.StreamActorTest.assertCode;
import static io.runnel.engine.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.model.AppendInput;
import io.runnel.model.ErrorCode;
import io.runnel.model.Position;
import io.runnel.model.ReadRequest;
import io.runnel.model.ReadStart;
import io.runnel.model.RecordSlice;
import io.runnel.model.StreamError;
import io.runnel.model.StreamName;
import io.runnel.model.StreamOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Read sessions, whole. */
class ReadSessionTest {
    private static TestNode node;
    private static NodeClient client;

    @BeforeAll
    static void start() {
        node = new TestNode("""
                runnel.streams {
                  removal-delay = 100ms
                  follower-credit = 40000
                  read-range = 30000
                  read-ahead = 60000
                  heartbeat { min = 300ms, max = 300ms }
                }""");
        client = new NodeClient(node);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aFollowerIsToldTheTailBeforeAnythingLive() {
        StreamName stream = client.created("follow");
        value(client.append(stream, "a"));
        Reader reader = reader(stream, NodeClient.follow());
        assertThat(Records.of(reader.next())).containsExactly("0=a");
        Position tail = value(client.streams.checkTail(client.basin, stream));
        assertThat(reader.next()).isEqualTo(new ReadOutput.Heartbeat(tail));
        Position end = value(client.append(stream, "b", "c")).end();
        ReadOutput live = reader.next();
        assertThat(Records.of(live)).containsExactly("1=b", "2=c");
        assertThat(((ReadOutput.Batch) live).tail()).isEqualTo(end);
        reader.out.cancel();
    }

    @Test
    void anIdleFollowerGetsHeartbeatsAndABusyOneDoesNot() {
        StreamName stream = client.created("heartbeats");
        Reader reader = reader(stream, NodeClient.follow());
        long began = System.nanoTime();
        assertThat(reader.next()).isEqualTo(new ReadOutput.Heartbeat(Position.ZERO));
        assertThat(reader.next()).isEqualTo(new ReadOutput.Heartbeat(Position.ZERO));
        assertThat(System.nanoTime() - began)
                .isGreaterThan(Duration.ofMillis(250).toNanos());
        Position end = value(client.append(stream, "a")).end();
        assertThat(reader.next()).isInstanceOf(ReadOutput.Batch.class);
        assertThat(reader.next()).isEqualTo(new ReadOutput.Heartbeat(end));
        reader.out.cancel();
    }

    @Test
    void aSlowFollowerHoldsNobodyUpAndMissesNothing() {
        StreamName stream = client.created("slow");
        Reader reader = reader(stream, NodeClient.follow());
        assertThat(reader.next()).isEqualTo(new ReadOutput.Heartbeat(Position.ZERO));
        for (int i = 0; i < 100; i++) {
            value(client.append(stream, new AppendInput(Records.large(5000), null, null)));
        }
        Position tail = value(client.streams.checkTail(client.basin, stream));
        long next = 0;
        for (ReadOutput output = reader.next(); next < 100; output = reader.next()) {
            assertThat(output).isInstanceOf(ReadOutput.Batch.class);
            next = follow(output, next);
            if (next == 100) {
                break;
            }
        }
        assertThat(reader.next()).isEqualTo(new ReadOutput.Heartbeat(tail));
        value(client.append(stream, "live again"));
        assertThat(Records.of(reader.next())).containsExactly("100=live again");
        reader.out.cancel();
    }

    @Test
    void everyFollowerSeesEveryRecordOnceWhileManyAppend() {
        StreamName stream = client.created("many");
        int sessions = 4;
        int batches = 300;
        ReadRequest all =
                new ReadRequest(new ReadStart.SeqNum(0), false, (long) sessions * batches * 2, null, null, 20L);
        List<CompletionStage<List<ReadOutput>>> readers = IntStream.range(0, 8)
                .mapToObj(i -> client.readSession(stream, all).runWith(Sink.seq(), node.system))
                .toList();
        List<CompletionStage<List<AppendOutput>>> writers = IntStream.range(0, sessions)
                .mapToObj(i -> Source.range(1, batches)
                        .map(n -> (AppendFeed) new AppendFeed.Batch(Records.input("x".repeat(n), "y")))
                        .via(client.appendSession(stream))
                        .runWith(Sink.seq(), node.system))
                .toList();
        writers.forEach(
                writer -> assertThat(await(writer)).hasSize(batches).allMatch(AppendOutput.Acked.class::isInstance));
        for (CompletionStage<List<ReadOutput>> reader : readers) {
            long next = 0;
            for (ReadOutput output : await(reader)) {
                next = follow(output, next);
            }
            assertThat(next).isEqualTo((long) sessions * batches * 2);
        }
    }

    @Test
    void aBoundedSessionEndsAtItsBound() {
        StreamName stream = filled("count", 10);
        assertThat(records(run(stream, request(0, 5L, null, null)))).hasSize(5);
        assertThat(records(run(stream, request(7, 5L, null, null)))).containsExactly("7=r7", "8=r8", "9=r9");
    }

    @Test
    void aSessionWaitsForWhatItsBoundsLackAndEndsInPeace() {
        StreamName stream = filled("count-wait", 3);
        List<ReadOutput> outputs = run(stream, request(0, 5L, null, 1L));
        assertThat(records(outputs)).hasSize(3);
        assertThat(outputs.get(1)).isInstanceOf(ReadOutput.Heartbeat.class);
        assertThat(outputs).noneMatch(ReadOutput.Ended.class::isInstance);
    }

    @Test
    void aSessionThatMayNotWaitEndsAtTheTailWithoutAnyOutput() {
        StreamName stream = filled("wait-0", 3);
        assertThat(run(stream, request(3, null, null, 0L))).isEmpty();
    }

    @Test
    void aBoundedSessionThatStartsAtTheTailIsRefused() {
        StreamName stream = filled("unwritten", 3);
        Position tail = value(client.streams.checkTail(client.basin, stream));
        assertThat(error(client.streams.openReadSession(
                        client.basin, stream, StreamOptions.NONE, request(3, 5L, null, null))))
                .isEqualTo(new StreamError.ReadUnwritten(tail));
    }

    @Test
    void aSessionOfNothingEndsAtOnce() {
        StreamName stream = filled("nothing", 3);
        assertThat(run(stream, request(99, 0L, null, null))).isEmpty();
    }

    @Test
    void untilEndsASessionAtTheFirstRecordPastIt() {
        StreamName stream = client.created("until");
        value(client.append(stream, new AppendInput(Records.at(10, 20, 30), null, null)));
        assertThat(records(run(stream, request(0, null, 25L, null)))).containsExactly("0=t10", "1=t20");
    }

    @Test
    void aSessionCatchesUpOverManyRangesAndThenFollows() {
        StreamName stream = client.created("ranges");
        for (int i = 0; i < 40; i++) {
            value(client.append(stream, new AppendInput(Records.large(7000), null, null)));
        }
        Reader reader = reader(stream, NodeClient.follow());
        long next = 0;
        while (next < 40) {
            next = follow(reader.next(), next);
        }
        assertThat(((ReadOutput.Heartbeat) reader.next()).tail().seqNum()).isEqualTo(40);
        reader.out.cancel();
    }

    @Test
    void whereEverythingIsTrimmedASessionFollows() {
        StreamName stream = filled("trimmed", 3);
        value(client.append(stream, new AppendInput(Records.trim(-1), null, null)));
        Reader reader = reader(stream, NodeClient.follow());
        assertThat(((ReadOutput.Heartbeat) reader.next()).tail().seqNum()).isEqualTo(4);
        value(client.append(stream, "new"));
        assertThat(Records.of(reader.next())).containsExactly("4=new");
        reader.out.cancel();
    }

    @Test
    void aDeletionCutsFollowersOff() {
        StreamName stream = filled("deleted", 1);
        Reader reader = reader(stream, NodeClient.follow());
        reader.next();
        reader.next();
        assertThat(await(client.streams.deleteStream(client.basin, stream)).errorOrNull())
                .isNull();
        assertCode(reader.ended().error(), ErrorCode.UNAVAILABLE);
        assertThat(await(reader.out.pull())).isEmpty();
    }

    @Test
    void aFollowerIsCutOffWhenItsStreamStops() {
        StreamName stream = filled("stopped", 1);
        Reader reader = reader(stream, NodeClient.follow());
        reader.next();
        reader.next();
        node.actorOf(client.basin, stream).tell(StreamActor.Signal.STOP, ActorRef.noSender());
        assertCode(reader.ended().error(), ErrorCode.UNAVAILABLE);
    }

    private static StreamName filled(String name, int records) {
        StreamName stream = client.created(name);
        for (int i = 0; i < records; i++) {
            value(client.append(stream, "r" + i));
        }
        return stream;
    }

    private static ReadRequest request(long from, @Nullable Long count, @Nullable Long until, @Nullable Long waitSecs) {
        return new ReadRequest(new ReadStart.SeqNum(from), false, count, null, until, waitSecs);
    }

    private static List<ReadOutput> run(StreamName stream, ReadRequest request) {
        return await(client.readSession(stream, request).runWith(Sink.seq(), node.system));
    }

    private static List<String> records(List<ReadOutput> outputs) {
        List<String> records = new ArrayList<>();
        for (ReadOutput output : outputs) {
            if (output instanceof ReadOutput.Batch) {
                records.addAll(Records.of(output));
            }
        }
        return records;
    }

    /** Checks that an output begins where the read has got to. @return where it has got to now */
    private static long follow(ReadOutput output, long next) {
        if (output instanceof ReadOutput.Heartbeat heartbeat) {
            assertThat(heartbeat.tail().seqNum()).isEqualTo(next);
            return next;
        }
        ReadOutput.Batch batch = (ReadOutput.Batch) output;
        long end = next;
        for (RecordSlice slice : batch.slices()) {
            assertThat(slice.firstSeqNum()).isEqualTo(end);
            end = slice.nextSeqNum();
        }
        if (batch.tail() != null) {
            assertThat(Objects.requireNonNull(batch.tail()).seqNum()).isEqualTo(end);
        }
        return end;
    }

    private static Reader reader(StreamName stream, ReadRequest request) {
        return new Reader(client.readSession(stream, request).runWith(Sink.queue(1), node.system));
    }

    private record Reader(SinkQueueWithCancel<ReadOutput> out) {
        ReadOutput next() {
            return await(out.pull()).orElseThrow();
        }

        /** The end, after whatever heartbeats. */
        ReadOutput.Ended ended() {
            ReadOutput next = next();
            while (next instanceof ReadOutput.Heartbeat) {
                next = next();
            }
            return (ReadOutput.Ended) next;
        }
    }
}
