package io.runnel.top;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From the text that a server sends to rates and latencies. */
class FiguresTest {
    private static final String HISTOGRAM = """
            # HELP latency_seconds of something
            # TYPE latency_seconds histogram
            latency_seconds_bucket{kind="a",le="0.01"} %d
            latency_seconds_bucket{kind="a",le="0.1"} %d
            latency_seconds_bucket{kind="a",le="+Inf"} %d
            """;

    private static Change change(String before, String after) {
        return new Change(Snapshot.of(before, 5_000_000_000L), Snapshot.of(after, 7_000_000_000L));
    }

    private static Change histogram(int... counts) {
        return change(
                HISTOGRAM.formatted(counts[0], counts[1], counts[2]),
                HISTOGRAM.formatted(counts[3], counts[4], counts[5]));
    }

    @Test
    void readsNamesLabelsAndValues() {
        assertThat(ExpositionParser.parse("""
                # TYPE a counter
                a 1
                b_total{x="1",y="two"} 2.5E3 1795710795000

                c{ z = "a \\"quoted\\" \\\\ text, {with} \\n everything", } +Inf
                d{} NaN
                """))
                .containsExactly(
                        new Sample("a", Map.of(), 1),
                        new Sample("b_total", Map.of("x", "1", "y", "two"), 2500),
                        new Sample(
                                "c",
                                Map.of("z", "a \"quoted\" \\ text, {with} \n everything"),
                                Double.POSITIVE_INFINITY),
                        new Sample("d", Map.of(), Double.NaN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a b", "a{x=\"1} 2", "a{x} 1", "a{x=1} 1", "{x=\"1\"} 1", "<html>", "a{"})
    void passesOverWhatIsNone(String line) {
        assertThat(ExpositionParser.parse(line)).isEmpty();
    }

    @Test
    void aRateIsTheIncreaseOverTheTime() {
        Change change = change("n{k=\"a\"} 10\nn{k=\"b\"} 1", "n{k=\"a\"} 30\nn{k=\"b\"} 2");
        assertThat(change.rate("n")).isEqualTo(10.5);
        assertThat(change.rate("n", Map.of("k", "a"))).isEqualTo(10);
        assertThat(change.rate("unknown")).isNaN();
    }

    @Test
    void aCounterThatWentDownBeganAtZero() {
        assertThat(change("n 1000", "n 4").rate("n")).isEqualTo(2);
        assertThat(change("", "n 4").rate("n")).isEqualTo(2);
    }

    @Test
    void withoutTimeThereIsNoRate() {
        Snapshot only = Snapshot.of("n 5", 1);
        assertThat(new Change(only, only).rate("n")).isNaN();
    }

    @Test
    void aQuantileLiesWithinItsBucket() {
        Change change = histogram(100, 100, 100, 110, 120, 120);
        assertThat(change.quantile(0.5, "latency_seconds")).isCloseTo(0.01, within(1e-9));
        assertThat(change.quantile(0.25, "latency_seconds")).isCloseTo(0.005, within(1e-9));
        assertThat(change.quantile(0.75, "latency_seconds")).isCloseTo(0.055, within(1e-9));
        assertThat(change.quantile(0.75, "latency_seconds", Map.of("kind", "b")))
                .isNaN();
    }

    @Test
    void whatLiesBeyondTheBoundsCountsAsTheLast() {
        assertThat(histogram(0, 0, 0, 0, 0, 7).quantile(0.5, "latency_seconds")).isEqualTo(0.1);
    }

    @Test
    void aQuantileOfNothingIsNotTold() {
        assertThat(histogram(3, 4, 5, 3, 4, 5).quantile(0.5, "latency_seconds")).isNaN();
    }

    @Test
    void aQuantileSurvivesARestart() {
        assertThat(histogram(100, 200, 300, 10, 10, 10).quantile(0.5, "latency_seconds"))
                .isCloseTo(0.005, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 0.98 KiB",
        "1048576, 1.00 MiB",
        "104857600, 100 MiB",
        "NaN, –",
        "1e15, 909 TiB"
    })
    void bytesHaveUnits(double bytes, String text) {
        assertThat(Units.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0000004, 0 µs",
        "0.0005, 500 µs",
        "0.001, 1.00 ms",
        "0.0999, 99.9 ms",
        "0.25, 250 ms",
        "2.5, 2.50 s",
        "NaN, –"
    })
    void latenciesHaveUnits(double seconds, String text) {
        assertThat(Units.seconds(seconds)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            value = {"0; 0", "3; 3", "0.25; 0.3", "12.4; 12", "1234567; 1,234,567", "NaN; –"},
            delimiter = ';')
    void countsHaveNoMoreDigitsThanTheyNeed(double count, String text) {
        assertThat(Units.count(count)).isEqualTo(text);
    }

    @Test
    void aTrendShowsTheLatestByTheHighest() {
        Trend trend = new Trend(4);
        assertThat(trend).hasToString("");
        List.of(100.0, 0.0, 4.0, 8.0).forEach(trend::add);
        assertThat(trend).hasToString("█▁▁▂");
        trend.add(Double.NaN);
        assertThat(trend).hasToString("▁▅█▁");
    }
}
