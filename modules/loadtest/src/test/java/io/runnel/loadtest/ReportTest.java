package io.runnel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
    private static final Quantiles LATENCIES = new Quantiles(100, 500, 2000, 4000, 8000, 9000, 12_000);

    private static BenchResult result(int seconds, boolean interrupted, @Nullable String mismatch) {
        BenchSettings settings =
                new BenchSettings("basin", null, 8192, 1, Duration.ofSeconds(seconds), Duration.ZERO, 2);
        Throughput second = new Throughput(1 << 20, 128, 1);
        List<Moment> moments = new ArrayList<>();
        for (int i = 1; i <= seconds; i++) {
            moments.add(new Moment(i, second, second, LATENCIES, i == 2 ? Quantiles.NONE : LATENCIES));
        }
        Throughput all = new Throughput(seconds * (1L << 20), seconds * 128L, seconds);
        return new BenchResult(
                settings,
                List.of("bench/a", "bench/b"),
                all,
                all,
                interrupted ? null : all,
                LATENCIES,
                LATENCIES,
                moments,
                interrupted,
                mismatch);
    }

    private static void isXml(String text) throws Exception {
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5, 600})
    void aPictureOfAnyLengthIsWellFormed(int seconds) throws Exception {
        String svg = SvgReport.of(result(seconds, false, null), "http://127.0.0.1:1", AT);
        isXml(svg);
        assertThat(svg).doesNotContain("NaN", "Infinity").contains("2026-01-02 03:04 UTC");
    }

    @Test
    void aPictureNeedsNothingFromElsewhere() {
        String svg = SvgReport.of(result(3, false, null), "here", AT);
        assertThat(svg.replace("xmlns=\"http://www.w3.org/2000/svg\"", ""))
                .doesNotContain("http", "url(", "href", "@import", "<script");
        assertThat(svg).contains("prefers-color-scheme: dark");
    }

    @Test
    void aPageHasThePictureAndTheFigures() {
        String html = HtmlReport.of(result(3, false, null), "here", AT);
        assertThat(html).startsWith("<!DOCTYPE html>").contains("<svg", "p99 ack in 8.00 ms", "<td>2.00 ms</td>");
        assertThat(html.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http", "href", "src=");
    }

    @Test
    void whatIsTextStaysText() throws Exception {
        String svg = SvgReport.of(result(1, false, "<b>&\"it\""), "<script>alert(1)</script>", AT);
        isXml(svg);
        assertThat(svg).doesNotContain("<script", "<b>").contains("Verification failed");
    }

    @Test
    void theResultForProgramsSaysAll() throws Exception {
        JsonNode json = ResultJson.of(result(4, false, null));
        assertThat(json.at("/settings/streams").asInt()).isEqualTo(2);
        assertThat(json.at("/verified").asBoolean()).isTrue();
        assertThat(json.at("/write/mib_per_second").asDouble()).isEqualTo(1);
        assertThat(json.at("/ack_latency_us/p99.9").asLong()).isEqualTo(9000);
        assertThat(json.at("/series")).hasSize(4);
    }

    @Test
    void whatWasNotReadTwiceIsNotVerified() throws Exception {
        JsonNode early = ResultJson.of(result(4, true, null));
        assertThat(early.at("/verified").asBoolean()).isFalse();
        assertThat(early.at("/interrupted").asBoolean()).isTrue();
        assertThat(early.at("/catchup").isNull()).isTrue();
        JsonNode wrong = ResultJson.of(result(4, false, "record 5: ..."));
        assertThat(wrong.at("/verified").asBoolean()).isFalse();
        assertThat(wrong.at("/mismatch").asText()).isEqualTo("record 5: ...");
    }

    @Test
    void theNameSaysWhatIsWritten(@TempDir Path directory) throws Exception {
        Path html = directory.resolve("r.HTML");
        new ReportFile(html).write(result(1, false, null), "here", AT);
        assertThat(Files.readString(html)).startsWith("<!DOCTYPE");
        Path svg = directory.resolve("r.svg");
        new ReportFile(svg).write(result(1, false, null), "here", AT);
        assertThat(Files.readString(svg)).startsWith("<svg");
    }

    @Test
    void aReportThatCannotBeWrittenIsRefusedBeforeTheRun(@TempDir Path directory) {
        assertThatThrownBy(() -> new ReportFile(directory.resolve("r.pdf"))).hasMessageContaining(".html or .svg");
        assertThatThrownBy(() -> new ReportFile(directory.resolve("no/r.svg"))).hasMessageContaining("no directory");
    }

    @Test
    void axesHaveRoundTicks() {
        assertThat(Axis.linear(23, 5).ticks()).containsExactly(0.0, 5.0, 10.0, 15.0, 20.0, 25.0);
        assertThat(Axis.linear(0, 5).ticks()).hasSizeGreaterThan(1);
        assertThat(Axis.logarithmic(700, 20_000).ticks()).containsExactly(100.0, 1000.0, 10_000.0, 100_000.0);
        assertThat(Axis.logarithmic(10, 10).ticks()).containsExactly(10.0, 100.0);
        assertThat(Axis.time(10.4, 5).at(10.4)).isEqualTo(1);
    }
}
