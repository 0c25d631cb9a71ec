package io.runnel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LocalStreamsTest {
    private final AtomicLong millis = new AtomicLong();
    private final LocalStreams local =
            new LocalStreams(3, Duration.ofMillis(200), Duration.ofSeconds(10), () -> millis.get() * 1_000_000);

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
    void whenThereAreTooManyThoseAreAskedToLeaveInTurnThatWereAskedLeastLately() {
        List<String> asked = new ArrayList<>();
        Map<String, StreamInbox> inboxes = new HashMap<>();
        for (String id : List.of("a", "b", "c")) {
            start(id, inboxes, asked);
        }
        assertThat(asked).isEmpty();
        start("d", inboxes, asked);
        assertThat(asked).as("one too many").containsExactly("a");
        start("e", inboxes, asked);
        assertThat(asked).as("two too many").containsExactly("a", "b", "c");
        asked.clear();
        for (String id : List.of("b", "c", "d")) {
            local.stopped(id, inboxes.get(id));
        }
        start("f", inboxes, asked);
        assertThat(asked).as("there is room").isEmpty();
        start("g", inboxes, asked);
        assertThat(asked).containsExactly("a");
    }

    private void start(String id, Map<String, StreamInbox> inboxes, List<String> asked) {
        inboxes.put(id, new StreamInbox(() -> {}));
        local.started(id, inboxes.get(id), () -> asked.add(id));
    }

    @Test
    void anInboxIsFoundUntilItsStreamStops() {
        StreamInbox first = new StreamInbox(() -> {});
        StreamInbox second = new StreamInbox(() -> {});
        local.started("s", first, () -> {});
        assertThat(local.find("s")).isSameAs(first);
        local.started("s", second, () -> {});
        local.stopped("s", first);
        assertThat(local.find("s")).isSameAs(second);
        local.stopped("s", second);
        assertThat(local.find("s")).isNull();
    }
}
