package io.runnel.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.engine.ReadOutput;
import io.runnel.model.Outcome;
import io.runnel.model.Position;
import io.runnel.model.ReadRequest;
import io.runnel.model.ReadStart;
import io.runnel.model.StreamError;
import io.runnel.server.TestEdge.Answer;
import io.runnel.wire.Compression;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Unary reads, and the compression of answers (contract 1.7, 2.4.2, 7.2, 7.6). */
class UnaryReadTest {
    private final TestEdge edge = new TestEdge();

    private TestEdge.Request read(String query) {
        return edge.get("/v1/streams/s/records" + query).inBasin();
    }

    private void holds(String... bodies) {
        edge.streams.read = CompletableFuture.completedFuture(
                Outcome.done(new ReadOutput.Batch(List.of(Records.slice(7, bodies)), null)));
    }

    @Test
    void rendersRecordsAsJson() {
        edge.streams.read = CompletableFuture.completedFuture(Outcome.done(new ReadOutput.Batch(
                List.of(Records.slice(7, "hello", ""), Records.slice(9, "x")), new Position(10, 1000))));
        Answer answer = read("?seq_num=7").send();
        assertThat(answer.text())
                .isEqualTo(
                        "{\"records\":[{\"seq_num\":7,\"timestamp\":1000,\"headers\":[[\"k\",\"v\"]],\"body\":\"hello\"},"
                                + "{\"seq_num\":8,\"timestamp\":1000,\"headers\":[[\"k\",\"v\"]]},"
                                + "{\"seq_num\":9,\"timestamp\":1000,\"headers\":[[\"k\",\"v\"]],\"body\":\"x\"}],"
                                + "\"tail\":{\"seq_num\":10,\"timestamp\":1000}}");
        assertThat(answer.contentType()).isEqualTo("application/json");
    }

    @Test
    void rendersBytesAsAsked() {
        edge.streams.read = CompletableFuture.completedFuture(Outcome.done(new ReadOutput.Batch(
                List.of(Records.slice(0, new byte[] {(byte) 0xE2, (byte) 0x82})), null)));
        assertThat(read("").send().text()).contains("\"body\":\"\uFFFD\"");
        assertThat(read("").header("s2-format", "base64").send().text())
                .contains("\"headers\":[[\"aw==\",\"dg==\"]],\"body\":\"4oI=\"");
    }

    @Test
    void rendersRecordsAsProtobuf() {
        holds("hello");
        Answer answer = read("").header("accept", "application/protobuf").send();
        assertThat(answer.contentType()).isEqualTo("application/protobuf");
        assertThat(answer.bytes()).isEqualTo(Records.slice(7, "hello").array());
    }

    @Test
    void nothingAsProtobufIsNoBytes() {
        Answer answer = read("").header("accept", "application/protobuf").send();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo("application/protobuf");
        assertThat(answer.bytes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "image/png", "application/json, text/event-stream", "bogus"})
    void anythingElseIsJson(String accept) {
        assertThat(read("").header("accept", accept).send().text()).isEqualTo("{\"records\":[]}");
    }

    @Test
    void boundsAreCapped() {
        read("?seq_num=18446744073709551615&count=2000&bytes=2097152&wait=3600&clamp=true&until=5")
                .send();
        assertThat(edge.streams.readRequest)
                .isEqualTo(new ReadRequest(new ReadStart.SeqNum(-1), true, 1000L, 1L << 20, 5L, 60L));
        read("?tail_offset=3&count=5&bytes=0").send();
        assertThat(edge.streams.readRequest)
                .isEqualTo(new ReadRequest(new ReadStart.TailOffset(3), false, 5L, 0L, null, null));
        read("").send();
        assertThat(edge.streams.readRequest)
                .isEqualTo(new ReadRequest(new ReadStart.TailOffset(0), false, 1000L, 1L << 20, null, null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "?count=abc | 400 bad_query",
                "?count=-1 | 400 bad_query",
                "?count= | 400 bad_query",
                "?clamp=1 | 400 bad_query",
                "?count=1&count=2 | 400 bad_query",
                "?wait=4294967296 | 400 bad_query",
                "?seq_num=0&tail_offset=0 | 422 invalid",
                "?timestamp=100&until=100 | 422 invalid",
                "?timestamp=100&until=101 | 200",
                "?count=5&colour=red | 200",
            })
    void parametersAreChecked(String query, String expected) {
        assertThat(read(query).send().error()).startsWith(expected);
    }

    @Test
    void whatIsUnwrittenIsAnsweredWithTheTail() {
        edge.streams.refusal = new StreamError.ReadUnwritten(new Position(5, 6));
        Answer answer = read("?seq_num=9").send();
        assertThat(answer.status()).isEqualTo(416);
        assertThat(answer.text()).isEqualTo("{\"tail\":{\"seq_num\":5,\"timestamp\":6}}");
    }

    @Test
    void tellsTheTail() {
        edge.streams.tail = new Position(5, -1);
        assertThat(edge.get("/v1/streams/s/records/tail").inBasin().send().text())
                .isEqualTo("{\"tail\":{\"seq_num\":5,\"timestamp\":18446744073709551615}}");
    }

    @Test
    void headHasTheSameHead() {
        holds("x".repeat(2000));
        Answer answer = edge.request("HEAD", "/v1/streams/s/records")
                .inBasin()
                .header("accept-encoding", "gzip")
                .send();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-encoding")).isEqualTo("gzip");
        assertThat(answer.bytes()).isEmpty();
    }

    @Test
    void aReadThatWaitsGivesWayToTheEndOfTheServer() {
        edge.streams.read = new CompletableFuture<>();
        CompletionStage<Answer> answer =
                CompletableFuture.supplyAsync(() -> read("?wait=60").send());
        while (edge.draining.openSessions() == 0) {
            Thread.onSpinWait();
        }
        edge.draining.advise();
        edge.draining.end();
        assertThat(TestEdge.await(answer).error()).isEqualTo("503 server_draining");
    }

    @Test
    void aReadThatWaitedIsForgottenOnceItIsAnswered() {
        assertThat(read("?wait=60").send().text()).isEqualTo("{\"records\":[]}");
        assertThat(edge.draining.openSessions()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip | gzip",
                "zstd, gzip | zstd",
                "gzip;q=1.0, zstd;q=0.5 | gzip",
                "* | zstd",
                "zstd;q=0, * | gzip",
                "X-GZIP | gzip",
                "gzip;q=2 | ",
                "gzip;q=0.1234 | ",
                "identity, gzip;q=0.9 | ",
                "identity;q=0, br | ",
                "gzip;q=0 | ",
            })
    void longAnswersAreCompressedAsAsked(String acceptEncoding, String coding) throws Exception {
        holds("x".repeat(2000));
        Answer answer = read("").header("accept-encoding", acceptEncoding).send();
        assertThat(answer.header("content-encoding")).isEqualTo(coding);
        assertThat(answer.header("vary")).isEqualTo("accept-encoding");
        Compression used =
                coding == null ? Compression.NONE : Compression.valueOf(coding.toUpperCase(java.util.Locale.ROOT));
        byte[] plain = used.decompress(answer.bytes(), 0, answer.bytes().length, 1 << 20);
        assertThat(new String(plain, java.nio.charset.StandardCharsets.UTF_8)).endsWith("x\"}]}");
    }

    @Test
    void shortAnswersAreNot() {
        Answer answer = read("").header("accept-encoding", "gzip").send();
        assertThat(answer.header("content-encoding")).isNull();
        assertThat(answer.header("vary")).isNull();
    }
}
