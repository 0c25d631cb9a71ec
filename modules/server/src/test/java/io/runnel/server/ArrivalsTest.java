package io.runnel.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.model.ByteBudget;
import io.runnel.model.ByteBudget.Waiter;
import io.runnel.wire.Compression;
import io.runnel.wire.Frames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.OverflowStrategy;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.SourceQueueWithComplete;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

/** Large bodies and frames on a node that has room for one of them. */
class ArrivalsTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final int LARGE = 600_000;

    private final ByteBudget room = new ByteBudget(1_000_000);

    private static byte[] largeFrame() {
        byte[] header = HexFormat.of().parseHex("0a8480a5041280a5040a"); // never decoded
        byte[] message = Arrays.copyOf(header, LARGE);
        return Frames.frame(message, Compression.NONE, false);
    }

    /** A body that comes when the test says so, and the answer to it. */
    private static final class Client {
        final SourceQueueWithComplete<ByteString> body;
        final CompletableFuture<HttpResponse> answer;

        Client(TestEdge edge, String type) {
            Pair<SourceQueueWithComplete<ByteString>, Source<ByteString, NotUsed>> queue =
                    Source.<ByteString>queue(1, OverflowStrategy.backpressure()).preMaterialize(TestEdge.MATERIALIZER);
            body = queue.first();
            answer = edge.post("/v1/streams/s/records")
                    .inBasin()
                    .type(type)
                    .chunks(queue.second())
                    .begin()
                    .toCompletableFuture();
        }

        /** A session, whose response is taken. */
        static Client session(TestEdge edge) {
            return new Client(edge, "s2s/proto");
        }

        SinkQueueWithCancel<ByteString> response() {
            return TestEdge.await(answer).entity().getDataBytes().runWith(Sink.queue(), TestEdge.MATERIALIZER);
        }

        /** Completes when that has been taken, or is the next to be. */
        CompletionStage<?> send(byte[] bytes) {
            return body.offer(ByteString.fromArray(bytes));
        }
    }

    private static byte[] part(int bytes) {
        return Arrays.copyOf(largeFrame(), bytes);
    }

    @Test
    void ofALargeFrameOnlyTheBeginningIsReadAsLongAsThereIsNoRoom() {
        room.tryAcquire(500_000);
        AtomicInteger taken = new AtomicInteger();
        // Fused with the session: between them there is room for one part, always.
        Source<ByteString, NotUsed> parts = Source.repeat(ByteString.fromArray(part(10)))
                .map(part -> {
                    taken.incrementAndGet();
                    return part;
                });
        HttpResponse answer = new TestEdge(new Arrivals(room, LONG))
                .post("/v1/streams/s/records")
                .inBasin()
                .type("s2s/proto")
                .chunks(parts)
                .start();
        SinkQueueWithCancel<ByteString> response =
                answer.entity().getDataBytes().runWith(Sink.queue(), TestEdge.MATERIALIZER);
        TestEdge.until(() -> room.waitingBytes() == LARGE + 1);
        assertThat(taken).hasValueLessThanOrEqualTo(2);
        room.release(500_000);
        TestEdge.until(() -> taken.get() > 2);
        assertThat(room.waitingBytes()).isZero();
        response.cancel();
    }

    @Test
    void smallFramesNeedNoRoom() {
        room.tryAcquire(1_000_000);
        TestEdge edge = new TestEdge(new Arrivals(room, LONG));
        byte[] frame = Frames.frame(HexFormat.of().parseHex("0a041a026869"), Compression.NONE, false);
        TestEdge.Answer answer = edge.post("/v1/streams/s/records")
                .inBasin()
                .type("s2s/proto")
                .chunks(Source.from(
                        List.of(ByteString.fromArray(frame, 0, 5), ByteString.fromArray(frame, 5, frame.length - 5))))
                .send();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.bytes()).hasSizeGreaterThan(3);
    }

    @Test
    void whoLeavesGivesItsRoomBack() {
        Client client = Client.session(new TestEdge(new Arrivals(room, LONG)));
        SinkQueueWithCancel<ByteString> response = client.response();
        TestEdge.await(client.send(part(100)));
        TestEdge.until(() -> !fits(LARGE));
        response.cancel();
        TestEdge.until(() -> fits(1_000_000));
    }

    /** Whether so much is left. */
    private boolean fits(int bytes) {
        boolean fits = room.tryAcquire(bytes);
        if (fits) {
            room.release(bytes);
        }
        return fits;
    }

    @Test
    void aFrameThatDoesNotComeInEndsItsSessionWhenOthersWait() {
        Client slow = Client.session(new TestEdge(new Arrivals(room, Duration.ofMillis(100))));
        CompletionStage<ByteString> answer = TestEdge.await(slow.answer)
                .entity()
                .getDataBytes()
                .runWith(Sink.fold(ByteString.emptyByteString(), ByteString::concat), TestEdge.MATERIALIZER);
        TestEdge.await(slow.send(part(100)));
        TestEdge.until(() -> !fits(LARGE));
        List<String> others = new ArrayList<>();
        room.acquire(new Waiter(LARGE, () -> others.add("let in")));
        assertThat(TestEdge.await(answer).utf8String())
                .contains("\"code\":\"unavailable\"")
                .contains("within 100 ms");
        TestEdge.until(() -> !others.isEmpty());
    }

    @Test
    void aLargeUnaryBodyThatFindsNoRoomIsAnsweredAsSomethingToTryAgain() {
        room.tryAcquire(1_000_000);
        TestEdge edge = new TestEdge(new Arrivals(room, Duration.ofMillis(100)));
        byte[] json = new byte[100_000];
        Arrays.fill(json, (byte) ' ');
        TestEdge.Answer answer = edge.post("/v1/streams/s/records")
                .inBasin()
                .type("application/json")
                .chunks(Source.from(List.of(ByteString.fromArray(json), ByteString.fromString("{\"records\":[{}]}"))))
                .send();
        assertThat(answer.error()).isEqualTo("429 rate_limited");
        assertThat(room.waitingBytes()).isZero();
    }

    @Test
    void aLargeUnaryBodyWaitsForRoomAndGivesItBackWhenItIsAnswered() {
        room.tryAcquire(1_000_000);
        Client client = new Client(new TestEdge(new Arrivals(room, LONG)), "application/json");
        byte[] json = new byte[100_000];
        Arrays.fill(json, (byte) ' ');
        TestEdge.await(client.send(json));
        TestEdge.until(() -> room.waitingBytes() > 0);
        assertThat(client.answer).isNotDone();
        room.release(1_000_000);
        TestEdge.await(client.send("{\"records\":[{}]}".getBytes(UTF_8)));
        client.body.complete();
        assertThat(TestEdge.await(client.answer).status().intValue()).isEqualTo(200);
        TestEdge.until(() -> fits(1_000_000));
    }
}
