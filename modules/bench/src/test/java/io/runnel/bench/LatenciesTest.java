package io.runnel.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    private static final long MILLI = 1_000_000;

    @Test
    void countsOnlyWhileItIsAskedTo() {
        Latencies latencies = new Latencies();
        latencies.record(5 * MILLI);
        latencies.start();
        latencies.record(7 * MILLI);
        var seen = latencies.stop();
        latencies.record(9 * MILLI);

        assertThat(seen.count()).isEqualTo(1);
        assertThat(seen.p50()).isCloseTo(7, within(0.01));
    }

    @Test
    void knowsMedianAndTail() {
        Latencies latencies = new Latencies();
        latencies.start();
        for (int i = 1; i <= 1000; i++) {
            latencies.record(i * MILLI);
        }
        var seen = latencies.stop();

        assertThat(seen.p50()).isCloseTo(500, within(1.0));
        assertThat(seen.p99()).isCloseTo(990, within(1.0));
        assertThat(seen.max()).isCloseTo(1000, within(1.0));
    }

    @Test
    void weighsABatchByItsRecords() {
        Latencies latencies = new Latencies();
        latencies.start();
        latencies.record(MILLI, 99);
        latencies.record(100 * MILLI, 1);

        assertThat(latencies.stop().p50()).isCloseTo(1, within(0.01));
    }
}
