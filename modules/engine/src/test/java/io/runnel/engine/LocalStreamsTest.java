package io.runnel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LocalStreamsTest {
    private final AtomicLong millis = new AtomicLong();
    private final LocalStreams local =
            new LocalStreams(Duration.ofMillis(200), Duration.ofSeconds(10), () -> millis.get() * 1_000_000);

    @Test
    void pausesDoubleUpToAMaximum() {
        for (long pause : new long[] {200, 400, 800, 1600, 3200, 6400, 10_000, 10_000}) {
            local.failed("s");
            millis.addAndGet(pause - 1);
            assertThat(local.isPausing("s")).isTrue();
            millis.addAndGet(1);
            assertThat(local.isPausing("s")).isFalse();
        }
        local.recovered("s");
        local.failed("s");
        millis.addAndGet(200);
        assertThat(local.isPausing("s")).isFalse();
    }

    @Test
    void anInboxIsFoundUntilItsStreamStops() {
        StreamInbox first = new StreamInbox(() -> {});
        StreamInbox second = new StreamInbox(() -> {});
        local.started("s", first);
        assertThat(local.find("s")).isSameAs(first);
        local.started("s", second);
        local.stopped("s", first);
        assertThat(local.find("s")).isSameAs(second);
        local.stopped("s", second);
        assertThat(local.find("s")).isNull();
    }
}
