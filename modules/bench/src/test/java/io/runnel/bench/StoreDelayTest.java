package io.runnel.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class StoreDelayTest {
    @Test
    void isAsSlowAsMeasured() {
        double[] sorted = delays(1).limit(200_000).sorted().toArray();

        assertThat(sorted[100_000]).isCloseTo(26.8, within(0.5));
        assertThat(sorted[180_000]).isCloseTo(41.5, within(1.0));
        assertThat(sorted[198_000]).isBetween(90.0, 130.0);
    }

    @Test
    void repeatsItselfWithTheSameSeed() {
        assertThat(delays(7).limit(100).toArray())
                .isEqualTo(delays(7).limit(100).toArray());
    }

    private static DoubleStream delays(long seed) {
        return DoubleStream.generate(new StoreDelay(seed)::nextMillis);
    }
}
