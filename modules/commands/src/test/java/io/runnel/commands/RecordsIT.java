package io.runnel.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.runnel.commands.Cli.Result;
import io.runnel.sdk.AppendInput;
import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.Await;
import io.runnel.sdk.BasinClient;
import io.runnel.sdk.Header;
import io.runnel.sdk.ReadOptions;
import io.runnel.sdk.ReadStart;
import io.runnel.sdk.SequencedRecord;
import io.runnel.sdk.StreamClient;
import io.runnel.testkit.RunnelTest;
import io.runnel.testkit.TestBasin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about records, against a server. */
@RunnelTest
class RecordsIT {
    private static final String ACK = "✓ \\[APPENDED\\] %s // tail: %d @ \\d+\n";

    @TempDir
    private Path directory;

    private Cli cli;
    private String stream;
    private StreamClient client;

    @BeforeEach
    void connect(TestBasin place, BasinClient basin) {
        cli = new Cli(place.environment(), directory);
        stream = "s2://" + place.name() + "/my/stream";
        client = basin.stream("my/stream");
    }

    private void append(String... bodies) throws InterruptedException {
        for (String each : bodies) {
            Await.result(client.append(AppendRecord.of(each)));
        }
    }

    private Result all(String... more) {
        return cli.run(words(List.of("read", stream, "-s", "0", "--until-tail"), more));
    }

    private static String[] words(List<String> first, String... more) {
        String[] all = first.toArray(new String[first.size() + more.length]);
        System.arraycopy(more, 0, all, first.size(), more.length);
        return all;
    }

    @Test
    void appendsLinesAndReadsThem() {
        Result appended = cli.pipe("hello\n\nworld\n", "append", stream);
        assertThat(appended.err()).matches(ACK.formatted("0\\.\\.3", 3));
        assertThat(appended.code()).isZero();
        assertThat(appended.bytes()).isEmpty();
        Result read = all();
        assertThat(read.code()).isZero();
        assertThat(read.out()).isEqualTo("hello\n\nworld\n");
        assertThat(read.err()).matches("⦿ 34 bytes \\(3 records in range 0\\.\\.=2\\)\n⦿ 3 records, .* MiB/s\n");
    }

    @Test
    void appendsNothing() {
        Result appended = cli.pipe("", "append", stream);
        assertThat(appended.err()).isEmpty();
        assertThat(appended.code()).isZero();
    }

    @Test
    void theInputMayBeAFileAndTheOutputToo() throws Exception {
        Path input = Files.writeString(directory.resolve("in"), "1\n2\n3");
        Path output = Files.writeString(directory.resolve("out"), "something longer than what is to come");
        assertThat(cli.run("append", stream, "-i", input.toString(), "--linger", "0ms")
                        .code())
                .isZero();
        Result read = all("-o", output.toString());
        assertThat(read.bytes()).isEmpty();
        assertThat(output).hasContent("1\n2\n3\n");
        assertThat(cli.run("append", stream, "-i", directory.resolve("none").toString()))
                .matches(result -> result.code() == 1 && result.err().contains("cannot open"));
        assertThat(all("-o", directory.resolve("no/such").toString()))
                .matches(result -> result.code() == 1 && result.err().contains("cannot open"));
    }

    @Test
    void copiesAStreamThroughBase64() throws Exception {
        Random random = new Random(7);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            byte[] body = new byte[random.nextInt(2000)];
            random.nextBytes(body);
            byte[] name = new byte[1 + random.nextInt(9)];
            random.nextBytes(name);
            lines.append("{\"timestamp\":").append(1000 + i);
            lines.append(",\"headers\":[[\"")
                    .append(base64(name))
                    .append("\",\"")
                    .append(base64(body));
            lines.append("\"]],\"body\":\"").append(base64(body)).append("\"}\n");
        }
        assertThat(cli.pipe(lines.toString(), "append", stream, "--format", "base64")
                        .code())
                .isZero();
        Result first = all("--format", "json-binsafe");
        assertThat(cli.pipe(first.bytes(), "append", stream + "-2", "--format", "json-base64")
                        .code())
                .isZero();
        Result second = cli.run("read", stream + "-2", "-s", "0", "-n", "300", "--format", "base64");
        assertThat(second.out()).isEqualTo(first.out()).hasLineCount(300).contains("\"timestamp\":1299,");
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Test
    void jsonHasHeadersAndTimestamps() throws Exception {
        Result appended = cli.pipe(
                "{\"timestamp\":5,\"headers\":[[\"a\",\"ä\"],[\"a\",\"\"]],\"body\":\"b\"}\n{}\n",
                "append",
                stream,
                "--format",
                "raw");
        assertThat(appended.code()).as(appended.err()).isZero();
        SequencedRecord record = Await.result(client.read(ReadOptions.from(ReadStart.beginning())))
                .records()
                .get(0);
        assertThat(record.headers()).containsExactly(Header.of("a", "ä"), Header.of("a", ""));
        assertThat(all("--format", "json").out().lines().findFirst())
                .contains("{\"seq_num\":0,\"timestamp\":5,\"headers\":[[\"a\",\"ä\"],[\"a\",\"\"]],\"body\":\"b\"}");
    }

    @Test
    void whatIsNoRecordStopsItAfterWhatCameBefore() {
        Result appended =
                cli.pipe("{\"body\":\"1\"}\n{\"body\":\"2\"}\nno\n{}\n", "append", stream, "--format", "json");
        assertThat(appended.code()).isEqualTo(1);
        assertThat(appended.err())
                .containsPattern(ACK.formatted("0\\.\\.2", 2))
                .contains("error: Failed to append: line 3 of the input: it is not JSON");
        assertThat(all().out()).isEqualTo("1\n2\n");
    }

    @Test
    void theNumberToMatchGoesOnFromBatchToBatch() {
        String lines = "x\n".repeat(2500);
        assertThat(cli.pipe(lines, "append", stream, "-m", "0").code()).isZero();
        Result again = cli.pipe(lines, "append", stream, "--match-seq-num", "0");
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err())
                .contains("error: Failed to append: the next sequence number is 2500")
                .contains("help:")
                .contains("0 records are durable")
                .doesNotContain("not known");
        assertThat(cli.run("check-tail", stream).out()).startsWith("2500 @ ");
    }

    @Test
    void fencingKeepsOthersOut() {
        Result fenced = cli.run("fence", stream, "mine");
        assertThat(fenced.code()).isZero();
        assertThat(fenced.bytes()).isEmpty();
        assertThat(fenced.err()).matches("✓ \\[APPENDED\\] new fencing token \"mine\" // tail: 1 @ \\d+\n");
        assertThat(cli.pipe("x", "append", stream, "-f", "mine").code()).isZero();
        Result refused = cli.pipe("x", "append", stream, "-f", "other");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("fencing token", "\"mine\"");
        assertThat(cli.run("fence", stream, "", "-f", "mine", "-m", "2").code()).isZero();
        assertThat(cli.run("fence", stream, "x".repeat(37)).code()).isEqualTo(2);
    }

    @Test
    void trimRemovesWhatIsOld() throws Exception {
        append("a", "b", "c");
        Result trimmed = cli.run("trim", stream, "2");
        assertThat(trimmed.code()).isZero();
        assertThat(trimmed.err()).matches("✓ \\[APPENDED\\] trim to 2 // tail: 4 @ \\d+\n");
        assertThat(cli.run("trim", stream, "2", "-m", "3").code()).isEqualTo(1);
        assertThat(cli.run("trim", stream, "-1").code()).isEqualTo(2);
        assertThat(cli.run("trim", stream, "all").code()).isEqualTo(2);
    }

    @Test
    void whatHasBeenAppendedIsToldToProgramsToo() throws Exception {
        Result appended = cli.pipe("a\nb\n", "append", stream, "--output", "json");
        assertThat(appended.err()).matches(ACK.formatted("0\\.\\.2", 2));
        JsonNode batch = new JsonMapper().readTree(appended.out());
        assertThat(batch.at("/start/seq_num").asLong()).isZero();
        assertThat(batch.at("/end/seq_num").asLong()).isEqualTo(2);
        assertThat(appended.out()).as("a line for each").hasLineCount(1);
        Result fenced = cli.run("fence", stream, "mine", "--output", "json");
        assertThat(new JsonMapper().readTree(fenced.out()).at("/start/seq_num").asLong())
                .isEqualTo(2);
        Result trimmed = cli.run("trim", stream, "1", "--output", "json");
        assertThat(new JsonMapper().readTree(trimmed.out()).at("/tail/seq_num").asLong())
                .isEqualTo(4);
    }

    @Test
    void commandsAreNoticesInTextAndRecordsInJson() throws Exception {
        append("a");
        cli.run("fence", stream, "tok");
        Result text = all();
        assertThat(text.out()).isEqualTo("a\n");
        assertThat(text.err()).containsPattern("new fencing token \"tok\" // 1 @ \\d+\n");
        assertThat(all("--format", "json").out()).contains("\"headers\":[[\"\",\"fence\"]],\"body\":\"tok\"}");
        Result ignored = all("--format", "json", "--ignore-command-records");
        assertThat(ignored.out()).hasLineCount(1);
        assertThat(cli.run("tail", stream).out()).isEqualTo("a\n");
    }

    @Test
    void readsFromEveryStart() throws Exception {
        for (int i = 0; i < 5; i++) {
            Await.result(client.append(AppendInput.of(AppendRecord.of("r" + i).withTimestamp(1000 + i))));
        }
        assertThat(cli.run("read", stream, "-s", "3", "-n", "9").out()).isEqualTo("r3\nr4\n");
        assertThat(cli.run("read", stream, "--timestamp", "1002", "-n", "1").out())
                .isEqualTo("r2\n");
        assertThat(cli.run("read", stream, "--tail-offset", "2", "-n", "1").out())
                .isEqualTo("r3\n");
        assertThat(cli.run("read", stream, "--ago", "100y", "-n", "2").out()).isEqualTo("r0\nr1\n");
        assertThat(cli.run("read", stream, "-s", "0", "--until", "1002").out()).isEqualTo("r0\nr1\n");
        assertThat(cli.run("read", stream, "-s", "0", "-b", "25").out()).isEqualTo("r0\nr1\n");
        assertThat(cli.run("read", stream, "-s", "0", "-n", "0").out()).isEmpty();
        assertThat(cli.run("read", stream, "-s", "4", "--wait", "1s").out()).isEqualTo("r4\n");
    }

    @Test
    void atTheTailThereIsNothingAndThatIsNoFailure() throws Exception {
        append("a");
        assertThat(cli.run("read", stream, "-n", "1").code()).isZero();
        assertThat(cli.run("read", stream, "--until-tail").code()).isZero();
        assertThat(cli.run("read", stream, "-s", "1", "-n", "1").code()).isZero();
    }

    @Test
    void aStartBeyondTheTailIsAFailureUnlessItIsClamped() throws Exception {
        append("a");
        Result beyond = cli.run("read", stream, "-s", "7", "-n", "1");
        assertThat(beyond.code()).isEqualTo(1);
        assertThat(beyond.err()).contains("the tail is 1 @ ", "--clamp");
        assertThat(beyond.bytes()).isEmpty();
        assertThat(cli.run("read", stream, "-s", "7", "-n", "1", "--clamp").code())
                .isZero();
    }

    @Test
    void tailShowsTheLastOnes() throws Exception {
        Result none = cli.run("tail", stream);
        assertThat(none.code()).as(none.err()).isZero();
        append("a", "b", "c");
        assertThat(cli.run("tail", stream, "-n", "2").out()).isEqualTo("b\nc\n");
        Result more = cli.run("tail", stream);
        assertThat(more.out()).isEqualTo("a\nb\nc\n");
        assertThat(more.err()).isEmpty();
        assertThat(cli.run("tail", stream, "-n", "0").out()).isEmpty();
    }

    @Test
    void tellsTheTailForProgramsToo() throws Exception {
        append("a");
        assertThat(cli.run("check-tail", stream).out()).matches("1 @ \\d+\n");
        assertThat(cli.run("check-tail", stream, "--output", "json").out())
                .matches("\\{\n  \"seq_num\": 1,\n  \"timestamp\": \\d+\n}\n");
    }

    @Test
    void keysComeFromAnywhereAndAreNotRepeated() throws Exception {
        append("a");
        String key = base64(new byte[32]);
        Path file = Files.writeString(directory.resolve("key"), key + "\n");
        assertThat(cli.run("tail", stream, "-k", key).out()).isEqualTo("a\n");
        assertThat(cli.run("tail", stream, "--encryption-key-file", file.toString())
                        .out())
                .isEqualTo("a\n");
        assertThat(cli.with("S2_ENCRYPTION_KEY", key).run("tail", stream).out()).isEqualTo("a\n");
        for (Result wrong : List.of(
                cli.run("tail", stream, "-k", "not/a/key"),
                cli.with("S2_ENCRYPTION_KEY", "not/a/key").run("tail", stream),
                cli.run(
                        "tail",
                        stream,
                        "--encryption-key-file",
                        Files.writeString(file, "not/a/key").toString()))) {
            assertThat(wrong.code()).isEqualTo(1);
            assertThat(wrong.err()).contains("a key is the base64 of 32 bytes").doesNotContain("not/a/key");
        }
        assertThat(cli.run("tail", stream, "-k", key, "--encryption-key-file", "x")
                        .code())
                .isEqualTo(2);
    }

    @Test
    void aStreamThatIsCreatedGetsItsConfiguration() {
        assertThat(cli.pipe("x", "append", stream, "--retention-policy", "1h 30m")
                        .code())
                .isZero();
        assertThat(cli.run("get-stream-config", stream).out()).containsPattern("retention_policy +\\| 1h 30m");
    }

    @Test
    void nobodyWhoReadsTheOutputIsASuccess() throws Exception {
        append("a");
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        Result read =
                cli.run(InputStream.nullInputStream(), broken, new ByteArrayOutputStream(), "read", stream, "-s", "0");
        assertThat(read.code()).isZero();
        assertThat(read.err()).isEmpty();
    }

    @Test
    void whatIsUsedWronglyIsSaidAtOnce() {
        assertThat(cli.run("read", "my-basin/stream").err()).contains("a stream is named s2://BASIN/STREAM");
        assertThat(cli.run("read", "s2://short/x").code()).isEqualTo(2);
        assertThat(cli.run("read", stream, "-s", "1", "--ago", "1h").code()).isEqualTo(2);
        assertThat(cli.run("read", stream, "--ago", "soon").err()).contains("is no duration such as");
        assertThat(cli.run("read", stream, "--format", "xml").code()).isEqualTo(2);
        assertThat(cli.run("append").code()).isEqualTo(2);
    }

    @Test
    void aServerThatIsNotThereIsToldOf() {
        Result read = cli.run("tail", stream, "--endpoint", "http://127.0.0.1:1");
        assertThat(read.code()).isEqualTo(1);
        assertThat(read.err()).contains("error: Failed to tail: ", "runnel serve");
    }

    @Test
    void everyRecordIsThereAsBytes() throws Exception {
        byte[] line = {'a', 0, (byte) 0xC3, (byte) 0xA4, 27, '[', 'b'};
        cli.pipe(line, "append", stream);
        assertThat(all().bytes()).isEqualTo((new String(line, UTF_8) + "\n").getBytes(UTF_8));
    }
}
