package io.runnel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.runnel.console.Style;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pace, the meters, and how they are shown. */
class FiguresTest {
    private static final Quantiles SOME = new Quantiles(7680, 900, 2000, 3000, 10_000, 40_000, 50_000);

    @Test
    void theFirstMayBeSentAtOnceAndTheNextInItsTime() {
        Pace pace = new Pace(1000);
        assertThat(pace.delayNanos(0)).isZero();
        pace.sent(500);
        assertThat(pace.delayNanos(0)).isEqualTo(500_000_000);
        assertThat(pace.delayNanos(400_000_000)).isEqualTo(100_000_000);
        assertThat(pace.delayNanos(500_000_000)).isZero();
    }

    @Test
    void whatWasHeldUpIsMadeUpFor() {
        Pace pace = new Pace(1000);
        for (int sent = 0; sent < 10; sent++) {
            assertThat(pace.delayNanos(10_000_000_000L)).isNotPositive();
            pace.sent(1000);
        }
        assertThat(pace.delayNanos(10_000_000_000L)).isZero();
        pace.sent(1000);
        assertThat(pace.delayNanos(10_000_000_000L)).isEqualTo(1_000_000_000);
    }

    @Test
    void aThroughputIsToldInTheWordsOfTheField() {
        assertThat(new Throughput(62_914_560, 7680, 60))
                .hasToString("1.00 MiB/s, 128 records/s (62914560 bytes, 7680 records in 60.0s)");
        assertThat(Throughput.NONE).hasToString("0.00 MiB/s, 0 records/s (0 bytes, 0 records in 0.0s)");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 µs",
        "999, 999 µs",
        "1000, 1.00 ms",
        "12345, 12.3 ms",
        "99940, 99.9 ms",
        "99960, 100 ms",
        "330000, 330 ms",
        "999499, 999 ms",
        "999500, 1.00 s",
        "61000000, 61.0 s"
    })
    void latenciesHaveThreeDigits(long micros, String text) {
        assertThat(Micros.text(micros)).isEqualTo(text);
    }

    @Test
    void aSecondHasItsOwnRatesAndLatencies() {
        Meter writes = new Meter();
        Meter reads = new Meter();
        Series series = new Series(writes, reads);
        writes.add(1 << 20, 100);
        series.at(0.9);
        writes.add(1 << 20, 300);
        series.at(1.0);
        writes.add(1 << 20, 5000);
        reads.add(1 << 20, 7000);
        series.at(3.0);
        series.end(3.1);
        assertThat(series.moments()).hasSize(2);
        Moment first = series.moments().get(0);
        assertThat(first.written().mibPerSecond()).isEqualTo(2);
        assertThat(first.ack().count()).isEqualTo(2);
        assertThat(first.ack().max()).isEqualTo(300);
        assertThat(first.endToEnd()).isEqualTo(Quantiles.NONE);
        Moment second = series.moments().get(1);
        assertThat(second.written().mibPerSecond()).isEqualTo(0.5);
        assertThat(second.read().recordsPerSecond()).isEqualTo(0.5);
        assertThat(second.ack().min()).isCloseTo(5000, within(5L));
        assertThat(second.middleSeconds()).isEqualTo(2);
    }

    @Test
    void theLastPartOfASecondCountsIfItIsLongEnough() {
        Meter writes = new Meter();
        Series series = new Series(writes, new Meter());
        series.at(1);
        writes.add(100, 50);
        series.end(1.1);
        assertThat(series.moments()).hasSize(1);
        assertThat(writes.all().count()).as("nothing is lost").isEqualTo(1);
        Series longer = new Series(writes, new Meter());
        longer.at(1);
        longer.end(1.5);
        assertThat(longer.moments()).hasSize(2);
        Series all = new Series(writes, new Meter());
        all.end(0.1);
        assertThat(all.moments()).as("it is all there is").hasSize(1);
    }

    @Test
    void tablesStandSideBySideWhereThereIsRoom() {
        List<String> wide = LatencyTables.render(SOME, Quantiles.NONE, 92, Style.PLAIN);
        assertThat(wide).hasSize(7).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(92));
        assertThat(wide.get(0)).startsWith("Ack latency (n = 7,680)").endsWith("End-to-end latency (n = 0)");
        assertThat(wide.get(5)).startsWith("  p99.9    40.0 ms  ▇▇").endsWith("p99.9          -");
    }

    @Test
    void tablesStandOneBelowTheOtherElsewhere() {
        List<String> narrow = LatencyTables.render(SOME, SOME, 91, Style.PLAIN);
        assertThat(narrow)
                .hasSize(15)
                .allSatisfy(line -> assertThat(line.length()).isLessThan(50));
        assertThat(narrow.get(8)).isEqualTo("End-to-end latency (n = 7,680)");
    }

    @Test
    void coloursDoNotMoveAnything() {
        List<String> plain = LatencyTables.render(SOME, SOME, 120, Style.PLAIN);
        List<String> coloured = LatencyTables.render(SOME, SOME, 120, Style.COLOURED);
        assertThat(coloured.stream()
                        .map(line -> line.replaceAll("\033\\[[0-9;]*m", "").stripTrailing()))
                .isEqualTo(plain)
                .isNotEqualTo(coloured);
    }

    @Test
    void recordsInFlightKeepTheirTimes() {
        SendTimes times = new SendTimes(5);
        for (long seqNum = 0; seqNum < 100; seqNum++) {
            times.put(seqNum, seqNum * 10);
            assertThat(times.get(Math.max(0, seqNum - 5))).isEqualTo(Math.max(0, seqNum - 5) * 10);
        }
    }
}
