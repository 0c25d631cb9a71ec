package io.runnel.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/** Virtual time: everything that several nodes and their store do happens on the test's thread, in an order of a seed. */
final class Simulation {
    private static final long EPOCH_MILLIS = 1_700_000_000_000L;
    private static final long PATIENCE_STEPS = 5_000_000;

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Random random;
    private final List<Throwable> bugs = new ArrayList<>();
    private long now;
    private long latestMillis;
    private long number;

    private record Event(long at, long number, Runnable task) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(number, other.number);
        }
    }

    Simulation(long seed) {
        random = new Random(seed);
    }

    Random random() {
        return random;
    }

    long now() {
        return now;
    }

    void at(long delayNanos, Runnable task) {
        events.add(new Event(now + delayNanos, number++, task));
    }

    /** The loop of a node that can be killed. */
    Node node() {
        return new Node();
    }

    void runFor(long nanos) {
        long end = now + nanos;
        long steps = 0;
        while (!events.isEmpty() && events.element().at <= end) {
            if (++steps > PATIENCE_STEPS) {
                throw new AssertionError("time stands still at " + now);
            }
            step();
        }
        now = end;
    }

    /** The latest that any clock has said to anybody. */
    long latestMillis() {
        return latestMillis;
    }

    void runUntil(BooleanSupplier condition) {
        long steps = 0;
        while (!condition.getAsBoolean()) {
            if (events.isEmpty() || ++steps > PATIENCE_STEPS) {
                throw new AssertionError("it never happens; " + events.size() + " events left");
            }
            step();
        }
    }

    <T> T await(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        runUntil(future::isDone);
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** @return false when nothing is left to happen */
    boolean runNext() {
        if (events.isEmpty()) {
            return false;
        }
        step();
        return true;
    }

    private void step() {
        Event next = events.remove();
        now = Math.max(now, next.at);
        try {
            next.task.run();
        } catch (RuntimeException e) {
            bugs.add(e);
        }
        if (!bugs.isEmpty()) {
            throw new AssertionError("a task failed", bugs.get(0));
        }
    }

    /** The process of a node: its loop, and everything else that happens in it. */
    final class Node implements Loop {
        private final Deque<Runnable> late = new ArrayDeque<>();
        private boolean dead;
        private boolean stalled;
        private long clockOffset;
        private long backgroundFreeAt;

        /** It does nothing any more, not even notice. */
        void kill() {
            dead = true;
            late.clear();
        }

        boolean alive() {
            return !dead;
        }

        boolean running() {
            return !dead && !stalled;
        }

        /** It does nothing until it is resumed, and notices then. */
        void stall() {
            stalled = true;
        }

        void resume() {
            stalled = false;
            for (Runnable task = late.poll(); task != null; task = late.poll()) {
                schedule(0, task);
            }
        }

        void shiftClock(long millis) {
            clockOffset += millis;
        }

        @Override
        public void execute(Runnable task) {
            schedule(0, task);
        }

        @Override
        public void schedule(long delayNanos, Runnable task) {
            if (!dead) {
                at(delayNanos, () -> run(task));
            }
        }

        /** Computes beside the loop, one thing after another, each taking some time. */
        Executor background(Random speed) {
            return task -> {
                backgroundFreeAt = Math.max(backgroundFreeAt, now) + speed.nextInt(5_000_000);
                schedule(backgroundFreeAt - now, task);
            };
        }

        private void run(Runnable task) {
            if (stalled && !dead) {
                late.add(task);
            } else if (!dead) {
                task.run();
            }
        }

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public long epochMillis() {
            long millis = EPOCH_MILLIS + clockOffset + now / 1_000_000;
            latestMillis = Math.max(latestMillis, millis);
            return millis;
        }
    }
}
