package io.runnel.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runnel.console.Environment;
import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.FencingToken;
import io.runnel.sdk.Header;
import io.runnel.sdk.SequencedRecord;
import io.runnel.sdk.SequencedRecords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class RecordFormatsTest {
    private final StringWriter err = new StringWriter();

    private byte[] print(RecordFormat format, SequencedRecord... records) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Environment environment =
                Environment.of(Map.of(), new PrintWriter(new StringWriter()), new PrintWriter(err, true));
        RecordPrinter printer = RecordPrinter.of(format, out, new CommandNotices(environment));
        for (SequencedRecord each : records) {
            printer.print(each);
        }
        printer.flush();
        return out.toByteArray();
    }

    private String line(RecordFormat format, AppendRecord record) throws IOException {
        return new String(print(format, SequencedRecords.of(7, 9, record)), UTF_8);
    }

    private static AppendRecord parse(RecordFormat format, byte[] line) throws MalformedRecordException {
        return RecordParser.of(format).parse(line, 0, line.length);
    }

    private static AppendRecord parse(RecordFormat format, String line) throws MalformedRecordException {
        return parse(format, line.getBytes(UTF_8));
    }

    @Property
    void base64LosesNothing(
            @ForAll byte[] body,
            @ForAll @Size(max = 3) List<byte[]> names,
            @ForAll byte[] value,
            @ForAll long seqNum,
            @ForAll long timestamp)
            throws Exception {
        List<Header> headers =
                names.stream().map(name -> Header.of(name, value)).toList();
        AppendRecord record = AppendRecord.of(body).withHeaders(headers);
        byte[] line = print(RecordFormat.JSON_BASE64, SequencedRecords.of(seqNum, timestamp, record));
        assertThat(new String(line, UTF_8))
                .startsWith("{\"seq_num\":" + Long.toUnsignedString(seqNum) + ",\"timestamp\":"
                        + Long.toUnsignedString(timestamp))
                .endsWith("}\n");
        AppendRecord read = parse(RecordFormat.JSON_BASE64, line);
        assertThat(read.body()).isEqualTo(body);
        assertThat(read.headers()).isEqualTo(headers);
        assertThat(read.timestamp()).isEqualTo(timestamp);
    }

    @Property
    void jsonKeepsWhatIsText(@ForAll byte[] anything, @ForAll long timestamp) throws Exception {
        String text = new String(anything, UTF_8);
        AppendRecord record = AppendRecord.of(text).withHeader(text, "\"" + text);
        AppendRecord read =
                parse(RecordFormat.JSON, print(RecordFormat.JSON, SequencedRecords.of(1, timestamp, record)));
        assertThat(new String(read.body(), UTF_8)).isEqualTo(text);
        assertThat(read.headers()).isEqualTo(record.headers());
        assertThat(read.timestamp()).isEqualTo(timestamp);
    }

    @Property
    void whatIsNotTextIsReplaced(@ForAll byte[] body) throws Exception {
        String text = new String(body, UTF_8);
        AppendRecord record = AppendRecord.of(body);
        assertThat(line(RecordFormat.TEXT, record)).isEqualTo(text + "\n");
        assertThat(parse(RecordFormat.JSON, line(RecordFormat.JSON, record)).body())
                .isEqualTo(text.getBytes(UTF_8));
    }

    @Property(tries = 100)
    void textIsTakenAsItIs(@ForAll byte[] body) throws Exception {
        assertThat(parse(RecordFormat.TEXT, body).body()).isEqualTo(body);
    }

    @Test
    void largeBodiesOfLettersBeyondAsciiStayAsTheyAre() throws Exception {
        String text = "ä€😀".repeat(20_000);
        assertThat(line(RecordFormat.TEXT, AppendRecord.of(text))).isEqualTo(text + "\n");
    }

    @Test
    void aRecordAfterAReplacedOneIsNotTouchedByIt() throws Exception {
        byte[] lines = print(
                RecordFormat.TEXT,
                SequencedRecords.of(0, 0, AppendRecord.of(new byte[] {'a', -1})),
                SequencedRecords.of(1, 0, AppendRecord.of("x".repeat(100))));
        assertThat(new String(lines, UTF_8)).isEqualTo("a\uFFFD\n" + "x".repeat(100) + "\n");
    }

    @Test
    void anEmptyRecordHasNeitherHeadersNorBody() throws Exception {
        assertThat(line(RecordFormat.JSON, AppendRecord.of(""))).isEqualTo("{\"seq_num\":7,\"timestamp\":9}\n");
        assertThat(line(RecordFormat.TEXT, AppendRecord.of(""))).isEqualTo("\n");
        assertThat(parse(RecordFormat.JSON, "{}").body()).isEmpty();
    }

    @Test
    void commandsAreRecordsInJsonAndNoticesInText() throws Exception {
        AppendRecord fence = AppendRecord.fence(new FencingToken("mine"));
        assertThat(line(RecordFormat.JSON, fence))
                .isEqualTo("{\"seq_num\":7,\"timestamp\":9,\"headers\":[[\"\",\"fence\"]],\"body\":\"mine\"}\n");
        assertThat(line(RecordFormat.TEXT, fence)).isEmpty();
        assertThat(line(RecordFormat.TEXT, AppendRecord.trim(-1))).isEmpty();
        assertThat(err.toString())
                .isEqualTo("new fencing token \"mine\" // 7 @ 9\ntrim to 18446744073709551615 // 7 @ 9\n");
    }

    @Test
    void whatWasReadCanBeAppended() throws Exception {
        AppendRecord read = parse(
                RecordFormat.JSON,
                "{\"seq_num\":18446744073709551615,\"timestamp\":18446744073709551615,\"headers\":null,\"body\":\"b\"}");
        assertThat(read.timestamp()).isEqualTo(-1L);
        assertThat(read.headers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nothing",
                "[]",
                "\"text\"",
                "{",
                "{} {}",
                "{\"bodi\":\"x\"}",
                "{\"body\":1}",
                "{\"headers\":[\"a\",\"b\"]}",
                "{\"headers\":[[\"a\"]]}",
                "{\"headers\":[[\"a\",\"b\",\"c\"]]}",
                "{\"headers\":{}}",
                "{\"timestamp\":-1}",
                "{\"timestamp\":1.5}",
                "{\"timestamp\":18446744073709551616}",
                "{\"timestamp\":\"1\"}"
            })
    void refusesWhatIsNoRecord(String line) {
        for (RecordFormat format : List.of(RecordFormat.JSON, RecordFormat.JSON_BASE64)) {
            assertThatThrownBy(() -> parse(format, line)).isInstanceOf(MalformedRecordException.class);
        }
    }

    @Test
    void refusesWhatIsNotBase64() {
        assertThatThrownBy(() -> parse(RecordFormat.JSON_BASE64, "{\"body\":\"not base64\"}"))
                .hasMessage("a body is not base64");
    }

    @ParameterizedTest
    @CsvSource({
        "text, TEXT",
        "json, JSON",
        "raw, JSON",
        "json-base64, JSON_BASE64",
        "base64, JSON_BASE64",
        "json-binsafe, JSON_BASE64"
    })
    void formatsHaveTheNamesThatScriptsKnow(String name, RecordFormat format) {
        assertThat(new RecordFormat.Converter().convert(name)).isEqualTo(format);
    }

    @Test
    void otherNamesAreWrong() {
        assertThatThrownBy(() -> new RecordFormat.Converter().convert("xml"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("text, json or json-base64");
    }
}
