package io.runnel.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.engine.ReadOutput;
import io.runnel.model.AppendBatch;
import io.runnel.model.ErrorCode;
import io.runnel.model.Position;
import io.runnel.model.ReadRequest;
import io.runnel.model.ReadStart;
import io.runnel.model.RecordSlice;
import io.runnel.model.StreamError;
import io.runnel.server.TestEdge.Answer;
import io.runnel.wire.FrameDecoder;
import io.runnel.wire.ResponseProto;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.OverflowStrategy;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.SourceQueueWithComplete;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** S2S and SSE read sessions (contract 7.7, 7.8, 8.5, 13.3). */
class ReadSessionTest {
    private final TestEdge edge = new TestEdge();

    private TestEdge.Request frames(String query) {
        return edge.get("/v1/streams/s/records" + query).inBasin().type("s2s/proto");
    }

    private TestEdge.Request events(String query) {
        return edge.get("/v1/streams/s/records" + query).inBasin().header("accept", "text/event-stream");
    }

    private void delivers(ReadOutput... outputs) {
        edge.streams.readSession = Source.from(List.of(outputs));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static ReadOutput.Batch batch(Position tail, RecordSlice... slices) {
        return new ReadOutput.Batch(List.of(slices), tail);
    }

    /** The messages of frames, all regular. */
    private static List<byte[]> messages(byte[] response) throws Exception {
        FrameDecoder decoder = new FrameDecoder();
        decoder.feed(ByteBuffer.wrap(response));
        List<byte[]> messages = new ArrayList<>();
        for (FrameDecoder.Message next = decoder.next(); next != null; next = decoder.next()) {
            messages.add(java.util.Arrays.copyOfRange(next.bytes(), next.offset(), next.offset() + next.length()));
        }
        decoder.end();
        return messages;
    }

    @Test
    void writesTheFramesOfTheContractsExamples() {
        delivers(new ReadOutput.Heartbeat(Position.ZERO), new ReadOutput.Heartbeat(new Position(5, 0)));
        Answer answer = frames("").send();
        assertThat(answer.contentType()).isEqualTo("s2s/proto");
        assertThat(answer.header("cache-control")).isEqualTo("no-cache, no-transform");
        assertThat(answer.header("x-accel-buffering")).isEqualTo("no");
        assertThat(hex(answer.bytes())).isEqualTo("000003001200" + "0000050012020805");
    }

    @Test
    void writesRecordsAsTheyAreStored() throws Exception {
        RecordSlice small = Records.slice(0, "a", "b");
        RecordSlice large = Records.slice(2, "x".repeat(100_000));
        delivers(
                batch(null, small, large),
                batch(new Position(5, 1000), Records.slice(3, "c", "d")),
                batch(null, large));
        List<byte[]> messages = messages(frames("?seq_num=0").send().bytes());
        assertThat(messages)
                .containsExactly(
                        ResponseProto.readBatch(List.of(small, large), null),
                        ResponseProto.readBatch(List.of(Records.slice(3, "c", "d")), new Position(5, 1000)),
                        large.array());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip, zstd;q=0.1 | 20",
                "gzip, zstd;Q=0.000 | 40",
                "GZIP | 40",
                "zstd;q=0 | 00",
                "br, * | 00",
            })
    void compressesLongFramesAsAsked(String acceptEncoding, String flag) throws Exception {
        RecordSlice slice = Records.slice(0, "x".repeat(5000));
        delivers(batch(null, slice), batch(null, Records.slice(1, "short")));
        byte[] response =
                frames("").header("accept-encoding", acceptEncoding).send().bytes();
        assertThat(hex(response).substring(6, 8)).isEqualTo(flag);
        assertThat(messages(response))
                .containsExactly(slice.array(), Records.slice(1, "short").array());
    }

    @Test
    void boundsOfASessionAreAsGiven() {
        frames("?timestamp=7&count=2000&bytes=4194304&until=18446744073709551615&wait=4294967295")
                .send();
        assertThat(edge.streams.readRequest)
                .isEqualTo(new ReadRequest(new ReadStart.Timestamp(7), false, 2000L, 4L << 20, -1L, 0xFFFF_FFFFL));
    }

    @Test
    void aSessionNeedsNoFormat() {
        assertThat(frames("")
                        .header("s2-format", "bogus")
                        .header("last-event-id", "abc")
                        .send()
                        .status())
                .isEqualTo(200);
        assertThat(frames("").header("accept", "text/event-stream").send().contentType())
                .isEqualTo("s2s/proto");
    }

    @Test
    void refusalsBeforeTheFirstOutputArePlain() {
        edge.streams.refusal = new StreamError.ReadUnwritten(Position.ZERO);
        for (TestEdge.Request request : List.of(frames("?seq_num=9"), events("?seq_num=9"))) {
            Answer answer = request.send();
            assertThat(answer.status()).isEqualTo(416);
            assertThat(answer.contentType()).isEqualTo("application/json");
            assertThat(answer.text()).isEqualTo("{\"tail\":{\"seq_num\":0,\"timestamp\":0}}");
        }
    }

    @Test
    void aReadThatIsCutOffEndsWithATerminalFrame() {
        delivers(
                new ReadOutput.Heartbeat(Position.ZERO),
                new ReadOutput.Ended(StreamError.of(ErrorCode.UNAVAILABLE, "gone")));
        String body = "{\"code\":\"unavailable\",\"message\":\"gone\"}";
        assertThat(hex(frames("").send().bytes()))
                .isEqualTo("000003001200" + "00002a" + "80" + "01f7" + hex(io.runnel.model.Utf8.bytes(body)));
    }

    @Test
    void aSourceThatFailsIsNoFailureOfTheResponse() {
        edge.streams.readSession = Source.failed(new IllegalStateException("a bug, logged by intention"));
        assertThat(hex(frames("").send().bytes())).contains("8001f4");
        assertThat(events("").send().text()).startsWith("event: error\ndata: {\"code\":\"other\"");
    }

    @Test
    void writesEvents() {
        delivers(
                batch(null, Records.slice(4, "hello")),
                new ReadOutput.Heartbeat(new Position(5, 1000)),
                batch(new Position(7, 1000), Records.slice(5, "a", "b")));
        Answer answer = events("").send();
        assertThat(answer.contentType()).isEqualTo("text/event-stream");
        assertThat(answer.header("cache-control")).isEqualTo("no-cache, no-transform");
        assertThat(answer.text())
                .isEqualTo("event: batch\nid: 4,1,17\ndata: {\"records\":[{\"seq_num\":4,\"timestamp\":1000,"
                        + "\"headers\":[[\"k\",\"v\"]],\"body\":\"hello\"}]}\n\n"
                        + "event: ping\ndata: {\"timestamp\":1755768600000,"
                        + "\"tail\":{\"seq_num\":5,\"timestamp\":1000}}\n\n"
                        + "event: batch\nid: 6,3,43\ndata: {\"records\":[{\"seq_num\":5,\"timestamp\":1000,"
                        + "\"headers\":[[\"k\",\"v\"]],\"body\":\"a\"},{\"seq_num\":6,\"timestamp\":1000,"
                        + "\"headers\":[[\"k\",\"v\"]],\"body\":\"b\"}],"
                        + "\"tail\":{\"seq_num\":7,\"timestamp\":1000}}\n\n"
                        + "data: [DONE]\n\n");
    }

    @Test
    void eventsAreNeverCompressed() {
        delivers(batch(null, Records.slice(0, "x".repeat(5000))));
        Answer answer = events("").header("accept-encoding", "gzip").send();
        assertThat(answer.header("content-encoding")).isNull();
        assertThat(answer.text()).endsWith("data: [DONE]\n\n");
    }

    @Test
    void eventsThatAreCutOffEndWithAnErrorAndNotAsDone() {
        delivers(new ReadOutput.Ended(StreamError.of(ErrorCode.STORAGE, "broken")));
        assertThat(events("").send().text())
                .isEqualTo("event: error\ndata: {\"code\":\"storage\",\"message\":\"broken\"}\n\n");
    }

    @Test
    void aResumedReadGoesOnWhereItWasLeftAndCountsOn() {
        delivers(batch(null, Records.slice(5, "hello")));
        Answer answer = events("?timestamp=9&until=9&count=8&bytes=90&wait=3")
                .header("last-event-id", "4,5,100")
                .send();
        assertThat(edge.streams.readRequest).isEqualTo(new ReadRequest(new ReadStart.SeqNum(5), false, 3L, 0L, 9L, 3L));
        assertThat(answer.text()).startsWith("event: batch\nid: 5,6,117\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"abc", "1,2", "1,2,3,4", "1, 2, 3", "''", "-1,2,3"})
    void malformedEventIdsAreRefused(String id) {
        assertThat(events("").header("last-event-id", id).send().error()).isEqualTo("400 bad_header");
    }

    @Test
    void headOfASessionHasNoBody() {
        delivers(new ReadOutput.Heartbeat(Position.ZERO));
        Answer answer = edge.request("HEAD", "/v1/streams/s/records")
                .inBasin()
                .header("accept", "text/event-stream")
                .send();
        assertThat(answer.contentType()).isEqualTo("text/event-stream");
        assertThat(answer.bytes()).isEmpty();
    }

    /** A batch that keeps within its limits but fits no frame: many headers of one byte. */
    private static AppendBatch.Builder tinyHeaders(AppendBatch.Builder batch, int count) {
        byte[] one = {'x'};
        for (int i = 0; i < count; i++) {
            batch.header(one, one);
        }
        return batch.endRecord();
    }

    @Test
    void aLoneRecordThatFitsOnlyWithoutATailIsFollowedByAHeartbeat() throws Exception {
        RecordSlice record = Records.stored(1, tinyHeaders(new AppendBatch.Builder(64), 262_142))
                .slice();
        delivers(batch(new Position(2, 1000), record));
        List<byte[]> messages = messages(frames("").send().bytes());
        assertThat(messages).hasSize(2);
        assertThat(messages.get(0)).isEqualTo(record.array());
        assertThat(hex(messages.get(1))).isEqualTo("1205080210e807");
    }

    @Test
    void aBatchThatFitsNoFrameIsCut() throws Exception {
        AppendBatch.Builder batch = new AppendBatch.Builder(64);
        tinyHeaders(batch, 87_380);
        tinyHeaders(batch, 87_379);
        tinyHeaders(batch, 87_379);
        RecordSlice records = Records.stored(1L << 60, batch).slice();
        Position tail = new Position((1L << 60) + 3, 1000);
        delivers(batch(tail, records));
        List<byte[]> messages = messages(frames("").send().bytes());
        assertThat(messages).hasSize(2);
        byte[] last = ResponseProto.tail(tail);
        assertThat(java.nio.ByteBuffer.allocate(records.length() + last.length)
                        .put(messages.get(0))
                        .put(messages.get(1))
                        .array())
                .isEqualTo(java.nio.ByteBuffer.allocate(records.length() + last.length)
                        .put(records.array())
                        .put(last)
                        .array());
    }

    @Test
    void aRecordThatFitsNoFrameAtAllEndsTheSession() {
        RecordSlice record = Records.stored(1L << 60, tinyHeaders(new AppendBatch.Builder(64), 262_142))
                .slice();
        delivers(batch(null, record));
        assertThat(hex(frames("").send().bytes()).substring(6)).startsWith("80" + "01a6");
        assertThat(events("").send().text()).endsWith("data: [DONE]\n\n");
    }

    /** A read whose two ends a test holds. */
    private final class Held {
        final SourceQueueWithComplete<ReadOutput> outputs;
        final SinkQueueWithCancel<org.apache.pekko.util.ByteString> response;

        Held(TestEdge.Request request) {
            Pair<SourceQueueWithComplete<ReadOutput>, Source<ReadOutput, NotUsed>> source =
                    Source.<ReadOutput>queue(16, OverflowStrategy.fail()).preMaterialize(TestEdge.MATERIALIZER);
            outputs = source.first();
            edge.streams.readSession = source.second();
            response = request.start()
                    .entity()
                    .getDataBytes()
                    .mapMaterializedValue(x -> NotUsed.getInstance())
                    .toMat(Sink.queue(), Keep.right())
                    .run(TestEdge.MATERIALIZER);
        }

        String next() {
            return TestEdge.await(response.pull())
                    .map(chunk -> chunk.utf8String().startsWith("event") ? chunk.utf8String() : hex(chunk.toArray()))
                    .orElse(null);
        }
    }

    @Test
    void anIdleReadIsAdvisedByAHeartbeat() {
        Held read = new Held(frames(""));
        read.outputs.offer(new ReadOutput.Heartbeat(new Position(5, 0)));
        assertThat(read.next()).isEqualTo("0000050012020805");
        edge.draining.advise();
        assertThat(read.next()).isEqualTo("0000051012020805");
        read.outputs.offer(batch(new Position(6, 1000), Records.slice(5, "x")));
        assertThat(read.next().substring(6)).startsWith("10");
    }

    @Test
    void aReadThatIsBusyIsAdvisedByItsNextBatch() {
        Held read = new Held(frames(""));
        read.outputs.offer(batch(null, Records.slice(0, "x")));
        assertThat(read.next().substring(6)).startsWith("00");
        edge.draining.advise();
        CompletableFuture<?> next = read.response.pull().toCompletableFuture();
        read.outputs.offer(batch(null, Records.slice(1, "y")));
        assertThat(TestEdge.await(next).toString()).isNotEmpty();
        read.outputs.offer(batch(null, Records.slice(2, "z")));
        assertThat(read.next().substring(6)).startsWith("10");
    }

    @Test
    void aReadThatStopsShortOfTheTailIsNotAdvisedByAWrongOne() {
        Held read = new Held(frames(""));
        read.outputs.offer(batch(new Position(9, 1000), Records.slice(0, "x")));
        assertThat(read.next().substring(6)).startsWith("00");
        edge.draining.advise();
        read.outputs.complete();
        assertThat(read.next()).isNull();
    }

    @Test
    void anEndedReadSaysSo() {
        Held read = new Held(frames(""));
        read.outputs.offer(new ReadOutput.Heartbeat(Position.ZERO));
        assertThat(read.next()).isEqualTo("000003001200");
        edge.draining.end();
        assertThat(read.next().substring(6)).startsWith("8001f7");
        assertThat(read.next()).isNull();
        assertThat(edge.draining.openSessions()).isZero();
    }

    @Test
    void endedEventsSaySo() {
        Held read = new Held(events(""));
        read.outputs.offer(new ReadOutput.Heartbeat(Position.ZERO));
        assertThat(read.next()).startsWith("event: ping");
        edge.draining.advise();
        edge.draining.end();
        assertThat(read.next()).startsWith("event: error\ndata: {\"code\":\"server_draining\"");
        assertThat(read.next()).isNull();
    }
}
