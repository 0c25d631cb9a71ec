package io.runnel.storetools;

import io.runnel.objectstore.DamagedObjectException;
import io.runnel.objectstore.ObjectStore;
import io.runnel.objectstore.ObjectStore.StoredObject;
import io.runnel.objectstore.StoreException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Asks a store, waits for the answer, and counts. Everything here may throw a {@link StoreException} if the store cannot
 * be read, and a {@link CancellationException} after {@link #cancel}.
 */
final class StoreReader {
    private static final int PAGE = 1000;
    private static final int ATTEMPTS = 6;
    private static final int AT_A_TIME = 16;
    private static final long BYTES_AT_A_TIME = 32 << 20;

    private final ObjectStore store;
    private final AtomicLong objects = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean cancelled;

    /** An object to be fetched: its key, and about how many bytes it has. */
    interface Wanted {
        String key();

        long expectedBytes();
    }

    /** Learns what an object has. */
    interface Taker<W extends Wanted> {
        /** @param damage what the store itself says is wrong with it, if it does */
        void take(W wanted, Optional<StoredObject> object, Optional<DamagedException> damage);
    }

    StoreReader(ObjectStore store) {
        this.store = store;
    }

    /** From now on nothing is read any more. Any thread may call it. */
    void cancel() {
        cancelled = true;
    }

    /** Read so far, whole or in part. */
    long objects() {
        return objects.get();
    }

    long bytes() {
        return bytes.get();
    }

    /** A whole object. */
    Optional<StoredObject> get(String key) {
        return count(ask(() -> store.get(key)));
    }

    /** A part of an object; a negative offset counts from its end. */
    Optional<StoredObject> get(String key, long offset, int length) {
        return count(ask(() -> store.get(key, offset, length)));
    }

    boolean exists(String key) {
        return ask(() -> store.get(key, 0, 0)).isPresent();
    }

    /** Whole objects, in their order, some of them ahead of their turn. */
    <W extends Wanted> void each(Iterator<W> wanted, Taker<W> taker) {
        Deque<W> ahead = new ArrayDeque<>();
        Deque<CompletableFuture<Optional<StoredObject>>> answers = new ArrayDeque<>();
        long underway = 0;
        while (wanted.hasNext() || !ahead.isEmpty()) {
            while (wanted.hasNext() && ahead.size() < AT_A_TIME && (ahead.isEmpty() || underway < BYTES_AT_A_TIME)) {
                W next = wanted.next();
                ahead.add(next);
                underway += next.expectedBytes();
                answers.add(begin(() -> store.get(next.key())));
            }
            W first = ahead.remove();
            underway -= first.expectedBytes();
            take(first, answers.remove(), taker);
        }
    }

    private <W extends Wanted> void take(W wanted, CompletableFuture<Optional<StoredObject>> answer, Taker<W> taker) {
        Optional<StoredObject> object;
        try {
            object = count(ask(answer, () -> store.get(wanted.key())));
        } catch (DamagedException e) {
            taker.take(wanted, Optional.empty(), Optional.of(e));
            return;
        }
        taker.take(wanted, object, Optional.empty());
    }

    /** The keys with a prefix after another key, in order. */
    void list(String prefix, String after, Consumer<String> keys) {
        String last = after;
        while (true) {
            String from = last;
            List<String> page = ask(() -> store.list(prefix, from, PAGE));
            page.forEach(keys);
            if (page.size() < PAGE) {
                return;
            }
            last = page.get(page.size() - 1);
        }
    }

    private Optional<StoredObject> count(Optional<StoredObject> answer) {
        answer.ifPresent(object -> {
            objects.incrementAndGet();
            bytes.addAndGet(object.bytes().length);
        });
        return answer;
    }

    private <T> T ask(Supplier<CompletionStage<T>> question) {
        return ask(begin(question), question);
    }

    private <T> T ask(CompletableFuture<T> first, Supplier<CompletionStage<T>> again) {
        CompletableFuture<T> answer = first;
        for (int attempt = 1; ; attempt++) {
            if (cancelled) {
                throw new CancellationException("interrupted");
            }
            try {
                return answer.join();
            } catch (CompletionException e) {
                giveUpOn(e, attempt);
            }
            // A store that is overloaded answers later.
            CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(1L << attempt, TimeUnit.SECONDS))
                    .join();
            answer = begin(again);
        }
    }

    private static void giveUpOn(CompletionException failure, int attempt) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof DamagedObjectException damaged) {
            throw new DamagedException("an object as the store writes it", String.valueOf(damaged.getMessage()));
        }
        if (!(cause instanceof StoreException store)) {
            throw failure;
        }
        if (!store.retryable() || attempt == ATTEMPTS) {
            throw store;
        }
    }

    private static <T> CompletableFuture<T> begin(Supplier<CompletionStage<T>> question) {
        try {
            return question.get().toCompletableFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
