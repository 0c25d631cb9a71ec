package io.runnel.log;

import io.runnel.objectstore.ObjectStore.Condition;
import io.runnel.objectstore.ObjectStore.PutResult;
import io.runnel.objectstore.ObjectStore.StoredObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What the store holds: everything takes effect at once, and an observer sees every effect. */
final class SimBucket {
    private static final int REMEMBERED = 8;

    private final TreeMap<String, Held> objects = new TreeMap<>();
    private final Deque<Change> latest = new ArrayDeque<>();
    private final Observer observer;
    private final LongSupplier now;
    private long versions;

    @SuppressWarnings("ArrayRecordComponent") // a carrier: its identity is never asked for
    private record Held(byte[] bytes, String etag, long writtenAt) {}

    private record Change(String key, @Nullable Held before) {}

    /** Sees what has just happened. */
    interface Observer {
        void stored(String key, byte @Nullable [] before, byte[] after);

        void deleted(String key, byte[] before);
    }

    /** @param now nanoseconds, since some time */
    SimBucket(Observer observer, LongSupplier now) {
        this.observer = observer;
        this.now = now;
    }

    /** By the clock of the store, in seconds. */
    Optional<Duration> age(String key) {
        Held held = objects.get(key);
        return held == null
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds((now.getAsLong() - held.writtenAt) / 1_000_000_000));
    }

    Optional<StoredObject> get(String key) {
        Held held = objects.get(key);
        return held == null ? Optional.empty() : Optional.of(part(held, 0, held.bytes.length));
    }

    Optional<StoredObject> get(String key, long offset, int length) {
        Held held = objects.get(key);
        if (held == null) {
            return Optional.empty();
        }
        long size = held.bytes.length;
        long from = Math.max(0, Math.min(size, offset < 0 ? size + offset : offset));
        return Optional.of(part(held, (int) from, (int) Math.min(size, from + length)));
    }

    private static StoredObject part(Held held, int from, int until) {
        return new StoredObject(Arrays.copyOfRange(held.bytes, from, until), held.etag, held.bytes.length);
    }

    boolean holds(String key) {
        return objects.containsKey(key);
    }

    PutResult put(String key, byte[] bytes, Condition condition) {
        Held before = objects.get(key);
        boolean holds = condition instanceof Condition.IfMatch match
                ? before != null && before.etag.equals(match.etag())
                : condition instanceof Condition.Always || before == null;
        if (!holds) {
            return new PutResult.Conflict();
        }
        Held after = new Held(bytes, "v" + ++versions, now.getAsLong());
        objects.put(key, after);
        latest.add(new Change(key, before));
        if (latest.size() > REMEMBERED) {
            latest.remove();
        }
        observer.stored(key, before == null ? null : before.bytes, bytes);
        return new PutResult.Stored(after.etag);
    }

    void delete(List<String> keys) {
        for (String key : keys) {
            Held before = objects.remove(key);
            if (before != null) {
                observer.deleted(key, before.bytes);
            }
        }
    }

    List<String> list(String prefix, String startAfter, int limit) {
        List<String> keys = new ArrayList<>();
        for (String key : objects.tailMap(prefix, true).keySet()) {
            if (!key.startsWith(prefix) || keys.size() == limit) {
                break;
            }
            if (key.compareTo(startAfter) > 0) {
                keys.add(key);
            }
        }
        return keys;
    }

    /** A broken store: an object is gone, and nobody is told. */
    void lose(String key) {
        objects.remove(key);
    }

    /** A broken store: the last writes below a prefix were never safe. */
    void forgetLatest(String prefix) {
        while (!latest.isEmpty()) {
            Change change = latest.removeLast();
            if (change.key.startsWith(prefix) && change.before == null) {
                objects.remove(change.key);
            } else if (change.key.startsWith(prefix)) {
                objects.put(change.key, change.before);
            }
        }
    }
}
