package io.runnel.log;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Looks from time to time whether much of what index runs tell of is wanted no more. Asks the store for nothing as long as
 * nothing was trimmed, deleted, or has expired. Belongs to the loop.
 */
final class Sweep {
    private final Loop loop;
    private final long intervalNanos;
    private final Entities entities;
    private final Function<Boolean, CompletableFuture<Void>> sweep;
    private long freedBefore = -1; // what was freed before this log is not known

    /** @param sweep told whether anything was freed since it was last called; not called again before it is done */
    Sweep(Loop loop, long intervalNanos, Entities entities, Function<Boolean, CompletableFuture<Void>> sweep) {
        this.loop = loop;
        this.intervalNanos = intervalNanos;
        this.entities = entities;
        this.sweep = sweep;
    }

    void begin() {
        if (intervalNanos > 0) {
            loop.schedule(intervalNanos, this::now);
        }
    }

    private void now() {
        long freed = entities.freed();
        var unused = sweep.apply(freed != freedBefore).whenCompleteAsync((done, failure) -> begin(), loop);
        freedBefore = freed;
    }
}
