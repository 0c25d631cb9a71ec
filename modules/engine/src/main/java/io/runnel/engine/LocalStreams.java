package io.runnel.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The streams that live on this node, for those who call them from this node: past the sharding, which costs two more
 * mailboxes a call. Sees to it that no more of them are in memory than there is room for, and remembers which have failed, so
 * that they are not started over and over. Thread-safe.
 */
final class LocalStreams {
    private static final int MAX_FAILURES_REMEMBERED = 10_000;
    private static final int MOST_ASKED_AT_A_START = 4;

    private record Failure(int count, long untilNanos) {}

    private record Resident(StreamInbox inbox, Runnable crowded) {}

    private final Map<String, StreamInbox> inboxes = new ConcurrentHashMap<>();
    private final Map<String, Resident> inTurn = new LinkedHashMap<>(); // those who were asked least lately first
    private final int most;
    private final Map<String, Failure> failures = new ConcurrentHashMap<>();
    private final long minPause;
    private final long maxPause;
    private final LongSupplier nanoTime;

    /** @param most how many streams may be here before those are asked to leave that have nothing to do */
    LocalStreams(int most, Duration minPause, Duration maxPause, LongSupplier nanoTime) {
        this.most = most;
        this.minPause = minPause.toNanos();
        this.maxPause = maxPause.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Where to leave calls; null if the stream lives elsewhere, or nowhere yet. */
    @Nullable
    StreamInbox find(String id) {
        return inboxes.get(id);
    }

    /** @param crowded asks the stream to leave if it can be done without; may be called again and again, on any thread */
    void started(String id, StreamInbox inbox, Runnable crowded) {
        inboxes.put(id, inbox);
        List<Resident> asked = new ArrayList<>();
        synchronized (inTurn) {
            inTurn.remove(id);
            inTurn.put(id, new Resident(inbox, crowded));
            for (int left = Math.min(MOST_ASKED_AT_A_START, inTurn.size() - most); left > 0; left--) {
                Map.Entry<String, Resident> next = inTurn.entrySet().iterator().next();
                inTurn.remove(next.getKey());
                inTurn.put(next.getKey(), next.getValue());
                asked.add(next.getValue());
            }
        }
        asked.forEach(resident -> resident.crowded().run());
    }

    void stopped(String id, StreamInbox inbox) {
        inboxes.remove(id, inbox);
        synchronized (inTurn) {
            Resident resident = inTurn.get(id);
            if (resident != null && resident.inbox() == inbox) {
                inTurn.remove(id);
            }
        }
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
