package io.runnel.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.engine.AppendFeed;
import io.runnel.engine.AppendOutput;
import io.runnel.model.ErrorCode;
import io.runnel.model.StreamError;
import io.runnel.model.Utf8;
import io.runnel.wire.Compression;
import io.runnel.wire.Frames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.OverflowStrategy;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.SourceQueueWithComplete;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** S2S append sessions (contract 8.4, 13.4). */
class AppendSessionTest {
    /** One record with the body {@code hi}. */
    private static final byte[] ONE_RECORD = HexFormat.of().parseHex("0a041a026869");

    private final TestEdge edge = new TestEdge();

    private TestEdge.Request append() {
        return edge.post("/v1/streams/s/records").inBasin().type("s2s/proto");
    }

    private static byte[] frame() {
        return Frames.frame(ONE_RECORD, Compression.NONE, false);
    }

    /** A frame whose batch expects a sequence number. */
    private static byte[] frameAt(int matchSeqNum) {
        byte[] message = Arrays.copyOf(ONE_RECORD, ONE_RECORD.length + 2);
        message[ONE_RECORD.length] = 2 << 3;
        message[ONE_RECORD.length + 1] = (byte) matchSeqNum;
        return Frames.frame(message, Compression.NONE, false);
    }

    private static byte[] joined(byte[]... parts) {
        return Arrays.stream(parts)
                .map(ByteString::fromArray)
                .reduce(ByteString.emptyByteString(), ByteString::concat)
                .toArray();
    }

    private static byte[] repeated(byte[] frame, int times) {
        byte[][] frames = new byte[times][];
        Arrays.fill(frames, frame);
        return joined(frames);
    }

    private static String acks(int count) {
        return acks(count, false);
    }

    private static String acks(int count, boolean advised) {
        ByteString acks = ByteString.emptyByteString();
        for (int i = 0; i < count; i++) {
            byte[] ack = new byte[Frames.MAX_ACK_BYTES];
            int end = Frames.putAck(ack, 0, FakeStreams.ack(i, 1), advised);
            acks = acks.concat(ByteString.fromArray(ack, 0, end));
        }
        return HexFormat.of().formatHex(acks.toArray());
    }

    /** What comes after some acknowledgements: a status and a body. */
    private static String terminal(byte[] response, int acks) {
        String all = HexFormat.of().formatHex(response);
        String before = acks(acks);
        assertThat(all).startsWith(before);
        byte[] frame = Arrays.copyOfRange(response, before.length() / 2, response.length);
        int length = (frame[0] & 0xFF) << 16 | (frame[1] & 0xFF) << 8 | (frame[2] & 0xFF);
        assertThat(length + 3).as("the terminal frame is the last").isEqualTo(frame.length);
        assertThat(frame[3]).isEqualTo((byte) 0x80);
        int status = (frame[4] & 0xFF) << 8 | (frame[5] & 0xFF);
        return status + " " + new String(frame, 6, frame.length - 6, StandardCharsets.UTF_8);
    }

    @Test
    void theHeadComesBeforeAnythingIsSent() {
        HttpResponse response = append().chunks(Source.maybe()
                        .map(x -> ByteString.emptyByteString())
                        .mapMaterializedValue(x -> NotUsed.getInstance()))
                .start();
        assertThat(response.status().intValue()).isEqualTo(200);
        assertThat(response.entity().getContentType().toString()).isEqualTo("s2s/proto");
        assertThat(response.getHeader("cache-control").orElseThrow().value()).isEqualTo("no-cache, no-transform");
        assertThat(response.getHeader("x-accel-buffering").orElseThrow().value())
                .isEqualTo("no");
        response.discardEntityBytes(TestEdge.MATERIALIZER);
    }

    @Test
    void aSessionThatCannotBeOpenedIsAPlainError() {
        edge.streams.refusal = StreamError.of(ErrorCode.STREAM_NOT_FOUND, "no");
        TestEdge.Answer answer = append().body(frame()).send();
        assertThat(answer.error()).isEqualTo("404 stream_not_found");
        assertThat(answer.contentType()).isEqualTo("application/json");
    }

    @Test
    void nothingAppendedIsACleanEnd() {
        assertThat(append().body(new byte[0]).send().bytes()).isEmpty();
        assertThat(append().chunks(Source.empty()).send().bytes()).isEmpty();
    }

    @Test
    void everyBatchIsAcknowledged() {
        byte[] response = append().body(repeated(frame(), 1000)).send().bytes();
        assertThat(HexFormat.of().formatHex(response)).isEqualTo(acks(1000));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 13})
    void framesMayBeCutAnywhere(int size) {
        byte[] request = joined(frame(), Frames.frame(ONE_RECORD, Compression.NONE, true), frame());
        List<ByteString> chunks = new ArrayList<>();
        for (int at = 0; at < request.length; at += size) {
            chunks.add(ByteString.fromArray(request, at, Math.min(size, request.length - at)));
        }
        byte[] response = append().chunks(Source.from(chunks)).send().bytes();
        assertThat(HexFormat.of().formatHex(response)).isEqualTo(acks(3));
        // The same bytes as one chunk that is put together from many.
        ByteString rope = chunks.stream().reduce(ByteString.emptyByteString(), ByteString::concat);
        response = append().chunks(Source.single(rope)).send().bytes();
        assertThat(HexFormat.of().formatHex(response)).isEqualTo(acks(3));
    }

    @Test
    void framesMayBeCompressedOneByOne() {
        byte[] big = joined(ONE_RECORD, new byte[] {0x7A, (byte) 0x80, 0x10}, new byte[2048]);
        byte[] request =
                joined(Frames.frame(big, Compression.GZIP, false), frame(), Frames.frame(big, Compression.ZSTD, false));
        assertThat(HexFormat.of().formatHex(append().body(request).send().bytes()))
                .isEqualTo(acks(3));
    }

    @ParameterizedTest
    @CsvSource({
        "000000, bad_frame",
        "00000100, invalid",
        "00000160, bad_frame",
        "00000180, bad_frame",
        "00000380abcd, bad_frame",
        "200001, bad_frame",
        "0000012000, bad_frame",
        "00000140, bad_frame",
        "000007200a041a026869, bad_frame",
        "000007400a041a026869, bad_frame",
        "000007000a051a026869, bad_frame",
        "000007, bad_frame",
        "00, bad_frame",
        "7b7d, bad_frame",
    })
    void aDefectiveFrameEndsTheSessionBehindTheAcknowledgements(String hex, String code) {
        byte[] request = joined(repeated(frame(), 3), HexFormat.of().parseHex(hex));
        byte[] response = append().body(request).send().bytes();
        assertThat(terminal(response, 3)).contains("\"code\":\"" + code + "\"");
        assertThat(terminal(response, 3)).startsWith(code.equals("invalid") ? "422 " : "400 ");
    }

    @Test
    void nothingBehindADefectIsApplied() {
        byte[] request = joined(repeated(frame(), 300), new byte[3], frame());
        assertThat(terminal(append().body(request).send().bytes(), 300)).startsWith("400 ");
    }

    @Test
    void aRequestThatBreaksOffIsATruncatedFrame() {
        for (byte[] before : new byte[][] {frame(), joined(frame(), new byte[] {0, 0})}) {
            byte[] response = append().chunks(Source.single(ByteString.fromArray(before))
                            .concatLazy(Source.lazySource(() -> Source.failed(new IllegalStateException("reset")))))
                    .send()
                    .bytes();
            assertThat(terminal(response, 1)).startsWith("400 {\"code\":\"bad_frame\"");
        }
    }

    @Test
    void aFailedConditionEndsTheSessionAndSparesTheConnection() {
        int[] read = new int[1];
        Source<ByteString, NotUsed> request = Source.from(List.of(frameAt(0), frameAt(7), frame(), frame()))
                .map(ByteString::fromArray)
                .concat(Source.repeat(ByteString.fromArray(new byte[1 << 16])).take(20))
                .map(chunk -> {
                    read[0] += chunk.size();
                    return chunk;
                })
                .watchTermination((mat, done) -> {
                    ended = done;
                    return mat;
                });
        byte[] response = append().chunks(request).send().bytes();
        assertThat(terminal(response, 1)).isEqualTo("412 {\"seq_num_mismatch\":1}");
        // Cancelled, it would complete exceptionally.
        TestEdge.await(ended);
        assertThat(read[0]).isGreaterThan(20 << 16);
    }

    private CompletionStage<org.apache.pekko.Done> ended;

    @Test
    void anEngineThatEndsWithoutAWordIsNoCleanEnd() {
        edge.streams.appendSession = FakeStreams.acknowledging().take(1);
        assertThat(terminal(append().body(repeated(frame(), 3)).send().bytes(), 1))
                .startsWith("500 {\"code\":\"other\"");
    }

    @Test
    void anEngineThatFailsIsNoFailureOfTheResponse() {
        edge.streams.appendSession = FakeStreams.acknowledging().map(output -> {
            throw new IllegalStateException("a bug, logged by intention");
        });
        assertThat(terminal(append().body(frame()).send().bytes(), 0)).startsWith("500 {\"code\":\"other\"");
    }

    @Test
    void acknowledgementsThatAreReadyTravelTogether() {
        List<ByteString> chunks = TestEdge.await(append().body(repeated(frame(), 1000))
                .start()
                .entity()
                .getDataBytes()
                .runWith(Sink.<ByteString>seq(), TestEdge.MATERIALIZER));
        assertThat(chunks).hasSizeLessThan(100);
    }

    /** A session whose two ends a test holds, and whose engine answers when told to. */
    private final class Held {
        final SourceQueueWithComplete<ByteString> request;
        final SinkQueueWithCancel<ByteString> response;
        final SinkQueueWithCancel<AppendFeed> fed;
        final SourceQueueWithComplete<AppendOutput> outputs;

        Held() {
            Pair<SourceQueueWithComplete<AppendOutput>, Source<AppendOutput, NotUsed>> out =
                    Source.<AppendOutput>queue(16, OverflowStrategy.fail()).preMaterialize(TestEdge.MATERIALIZER);
            Pair<SinkQueueWithCancel<AppendFeed>, Sink<AppendFeed, NotUsed>> in =
                    Sink.<AppendFeed>queue().preMaterialize(TestEdge.MATERIALIZER);
            fed = in.first();
            outputs = out.first();
            edge.streams.appendSession = Flow.fromSinkAndSource(in.second(), out.second());
            Pair<SourceQueueWithComplete<ByteString>, Source<ByteString, NotUsed>> body =
                    Source.<ByteString>queue(16, OverflowStrategy.fail()).preMaterialize(TestEdge.MATERIALIZER);
            request = body.first();
            response = append().chunks(body.second())
                    .start()
                    .entity()
                    .getDataBytes()
                    .mapMaterializedValue(x -> NotUsed.getInstance())
                    .toMat(Sink.queue(), Keep.right())
                    .run(TestEdge.MATERIALIZER);
        }

        void send(byte[] bytes) {
            TestEdge.await(request.offer(ByteString.fromArray(bytes)));
        }

        AppendFeed nextFed() {
            return TestEdge.await(fed.pull()).orElse(null);
        }

        String nextChunk() {
            return TestEdge.await(response.pull())
                    .map(chunk -> HexFormat.of().formatHex(chunk.toArray()))
                    .orElse(null);
        }
    }

    @Test
    void anAdvisedSessionSaysSoWithItsNextAcknowledgement() {
        Held session = new Held();
        session.send(frame());
        assertThat(session.nextFed()).isInstanceOf(AppendFeed.Batch.class);
        edge.draining.advise();
        session.outputs.offer(new AppendOutput.Acked(FakeStreams.ack(0, 1)));
        assertThat(session.nextChunk()).startsWith("00001410");
        session.request.complete();
        assertThat(session.nextFed()).isNull();
        session.outputs.complete();
        assertThat(session.nextChunk()).isNull();

        assertThat(edge.draining.openSessions()).isZero();
    }

    @Test
    void anEndedSessionAnswersWhatItAcceptedFirst() {
        Held session = new Held();
        session.send(repeated(frame(), 2));
        assertThat(session.nextFed()).isInstanceOf(AppendFeed.Batch.class);
        assertThat(session.nextFed()).isInstanceOf(AppendFeed.Batch.class);
        edge.draining.end();
        AppendFeed.Defect last = (AppendFeed.Defect) session.nextFed();
        assertThat(last.error()).isEqualTo(Draining.ERROR);
        assertThat(session.nextFed()).isNull();
        session.outputs.offer(new AppendOutput.Acked(FakeStreams.ack(0, 1)));
        assertThat(session.nextChunk()).isEqualTo(acks(1, true));
        session.outputs.offer(new AppendOutput.Acked(FakeStreams.ack(1, 1)));
        assertThat(acks(2, true)).endsWith(session.nextChunk());
        session.outputs.offer(new AppendOutput.Ended(last.error()));
        byte[] end = HexFormat.of().parseHex(session.nextChunk());
        assertThat(terminal(end, 0)).startsWith("503 {\"code\":\"server_draining\"");
        assertThat(session.nextChunk()).isNull();
    }

    @Test
    void aSessionThatIsHalfClosedEndsCleanlyEvenThen() {
        Held session = new Held();
        session.send(frame());
        session.request.complete();
        assertThat(session.nextFed()).isInstanceOf(AppendFeed.Batch.class);
        assertThat(session.nextFed()).isNull();
        edge.draining.end();
        session.outputs.offer(new AppendOutput.Acked(FakeStreams.ack(0, 1)));
        session.outputs.complete();
        assertThat(session.nextChunk()).isEqualTo(acks(1, true));
        assertThat(session.nextChunk()).isNull();
    }

    @Test
    void anIdleSessionEndsToo() {
        edge.streams.appendSession = FakeStreams.acknowledging();
        CompletionStage<TestEdge.Answer> answer = java.util.concurrent.CompletableFuture.supplyAsync(
                () -> append().chunks(Source.<ByteString>maybe().mapMaterializedValue(x -> NotUsed.getInstance()))
                        .send());
        while (edge.draining.openSessions() == 0) {
            Thread.onSpinWait();
        }
        edge.draining.end();
        assertThat(terminal(TestEdge.await(answer).bytes(), 0)).startsWith("503 {\"code\":\"server_draining\"");
    }

    @Test
    void aClientThatGoesAwayLeavesWhatWasFedToTheEngine() {
        Held session = new Held();
        session.send(frame());
        assertThat(session.nextFed()).isInstanceOf(AppendFeed.Batch.class);
        session.response.cancel();
        assertThat(session.nextFed())
                .as("the feed completes, and does not fail")
                .isNull();
    }

    @Test
    void codedSessionsAreNotSupported() {
        assertThat(append().header("content-encoding", "gzip")
                        .body(Compression.GZIP.compress(frame()))
                        .send()
                        .error())
                .isEqualTo("415 ");
        assertThat(append().header("content-encoding", "identity")
                        .body(frame())
                        .send()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void theBodyOfATerminalFrameIsThatOfAUnaryError() {
        edge.streams.appendSession = FakeStreams.acknowledging();
        byte[] response = append().body(Utf8.bytes("{}")).send().bytes();
        assertThat(terminal(response, 0))
                .startsWith("400 {\"code\":\"bad_frame\",\"message\":\"Failed to decode S2S frame: ");
    }
}
