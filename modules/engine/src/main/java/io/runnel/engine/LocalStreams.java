package io.runnel.engine;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The streams that live on this node, for those who call them from this node: past the sharding, which costs two more
 * mailboxes a call. Also remembers which of them have failed, so that they are not started over and over. Thread-safe.
 */
final class LocalStreams {
    private static final int MAX_FAILURES_REMEMBERED = 10_000;

    private record Failure(int count, long untilNanos) {}

    private final Map<String, StreamInbox> inboxes = new ConcurrentHashMap<>();
    private final Map<String, Failure> failures = new ConcurrentHashMap<>();
    private final long minPause;
    private final long maxPause;
    private final LongSupplier nanoTime;

    LocalStreams(Duration minPause, Duration maxPause, LongSupplier nanoTime) {
        this.minPause = minPause.toNanos();
        this.maxPause = maxPause.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Where to leave calls; null if the stream lives elsewhere, or nowhere yet. */
    @Nullable
    StreamInbox find(String id) {
        return inboxes.get(id);
    }

    void started(String id, StreamInbox inbox) {
        inboxes.put(id, inbox);
    }

    void stopped(String id, StreamInbox inbox) {
        inboxes.remove(id, inbox);
    }

    /** The stream's actor has given up: it had better not be started again at once. */
    void failed(String id) {
        long now = nanoTime.getAsLong();
        if (failures.size() >= MAX_FAILURES_REMEMBERED) {
            failures.values().removeIf(failure -> now - failure.untilNanos() >= 0);
        }
        failures.compute(id, (key, before) -> {
            int count = before == null ? 0 : Math.min(before.count() + 1, 20);
            return new Failure(count, now + Math.min(maxPause, minPause << count));
        });
    }

    /** The stream works. */
    void recovered(String id) {
        if (!failures.isEmpty()) {
            failures.remove(id);
        }
    }

    /** Whether it has failed so recently that trying again is pointless. */
    boolean isPausing(String id) {
        if (failures.isEmpty()) {
            return false;
        }
        Failure failure = failures.get(id);
        return failure != null && nanoTime.getAsLong() - failure.untilNanos() < 0;
    }
}
