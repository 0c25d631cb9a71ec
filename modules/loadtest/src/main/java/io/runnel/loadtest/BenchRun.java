package io.runnel.loadtest;

import io.runnel.console.CommandFailure;
import io.runnel.console.Durations;
import io.runnel.sdk.RunnelClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Loads a server: writes and reads at the same time, reads once more afterwards, and looks after the threads that do it. */
final class BenchRun {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long CATCHUP_NANOS = TimeUnit.MINUTES.toNanos(5);
    /** For what has been written to be read, or to become durable after the user has ended the run. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final long PATIENCE_OF_USER_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final RunnelClient client;
    private final BenchSettings settings;
    private final Progress progress;
    private final LongSupplier nanoTime;
    private final BooleanSupplier interrupted;

    /** @param interrupted whether the user wants it to end */
    BenchRun(
            RunnelClient client,
            BenchSettings settings,
            Progress progress,
            LongSupplier nanoTime,
            BooleanSupplier interrupted) {
        this.client = client;
        this.settings = settings;
        this.progress = progress;
        this.nanoTime = nanoTime;
        this.interrupted = interrupted;
    }

    /** A run that has begun. */
    private final class Begun {
        private final RunState state = new RunState(nanoTime, interrupted);
        private final Series series = new Series(state.writes, state.reads);
        private final List<StreamLoad> loads = new ArrayList<>();
        private final List<String> names;
        private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "bench");
            thread.setDaemon(true);
            return thread;
        });
        private double writeSeconds = Double.NaN;
        private Throughput written = Throughput.NONE;
        private Throughput read = Throughput.NONE;
        private @Nullable Throughput catchup;

        Begun(TemporaryStreams streams) {
            names = streams.names();
            for (int i = 0; i < names.size(); i++) {
                loads.add(new StreamLoad(state, streams.client(names.get(i)), settings, i));
            }
        }

        BenchResult run() throws InterruptedException {
            try {
                write();
                if (!state.isEnding()) {
                    catchUp();
                }
            } finally {
                loads.forEach(StreamLoad::abort);
                threads.shutdown();
                progress.end();
            }
            Throwable failure = state.failure();
            if (failure != null && !(failure instanceof Mismatch)) {
                throw failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
            }
            return new BenchResult(
                    settings,
                    names,
                    written,
                    read,
                    catchup,
                    state.writes.all(),
                    state.reads.all(),
                    series.moments(),
                    state.isInterrupted(),
                    failure == null ? null : failure.getMessage());
        }

        private void write() throws InterruptedException {
            CompletableFuture<?> reads = start(StreamLoad::readLive);
            CompletableFuture<?> writes = start(StreamLoad::write);
            long limit = settings.duration().toNanos() + PATIENCE_NANOS;
            until(writes::isDone, limit, this::showLoad);
            writeSeconds = state.elapsedSeconds();
            if (!writes.isDone() && !state.isEnding()) {
                state.fail(new CommandFailure("the server did not acknowledge everything in time"));
            }
            until(reads::isDone, state.elapsedNanos() + PATIENCE_NANOS, () -> {
                loads.forEach(load -> load.endLiveRead(false));
                showLoad();
            });
            count();
            series.end(state.elapsedSeconds());
            progress.done(lines());
            progress.latencies(state.writes.all(), state.reads.all());
            if (!reads.isDone() && !state.isEnding()) {
                state.fail(new Mismatch("the live read has " + read.records() + " of the " + written.records()
                        + " records that are durable, and no more came for so long"));
            }
        }

        private void showLoad() {
            count();
            series.at(read.seconds());
            progress.load(read.seconds(), settings.duration().toNanos() / 1e9, lines());
        }

        private void count() {
            double seconds = state.elapsedSeconds();
            written = state.writes.throughput(Double.isNaN(writeSeconds) ? seconds : writeSeconds);
            read = state.reads.throughput(seconds);
        }

        private List<String> lines() {
            return List.of("Write: " + written, "Read: " + read);
        }

        private void catchUp() throws InterruptedException {
            progress.say("Waiting " + Durations.format(settings.catchupDelay()) + " before catchup read...");
            long from = state.elapsedNanos() + settings.catchupDelay().toNanos();
            until(() -> state.elapsedNanos() >= from, Long.MAX_VALUE, () -> {});
            if (state.isEnding()) {
                return;
            }
            long begin = state.elapsedNanos();
            CompletableFuture<?> reads = start(StreamLoad::catchUp);
            until(
                    reads::isDone,
                    begin + CATCHUP_NANOS,
                    () -> progress.load(0, 0, List.of("Catchup: " + caughtUp(begin))));
            Throughput all = caughtUp(begin);
            catchup = all;
            progress.done(List.of("Catchup: " + all));
            if (!reads.isDone() && !state.isEnding()) {
                state.fail(new Mismatch("the catch-up read has " + all.records() + " of " + written.records()
                        + " records after 5 minutes"));
            }
        }

        private Throughput caughtUp(long beginNanos) {
            return new Throughput(
                    state.catchupBytes.sum(), state.catchupRecords.sum(), (state.elapsedNanos() - beginNanos) / 1e9);
        }

        private CompletableFuture<?> start(Task task) {
            return CompletableFuture.allOf(loads.stream()
                    .map(load -> CompletableFuture.runAsync(() -> attempt(task, load), threads))
                    .toArray(CompletableFuture[]::new));
        }

        private void attempt(Task task, StreamLoad load) {
            try {
                task.of(load);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException | Error e) {
                state.fail(e);
            }
        }

        /** Does something again and again until something is so, the run has failed, or nobody wants to wait any longer. */
        private void until(BooleanSupplier so, long limitNanos, Runnable meanwhile) throws InterruptedException {
            long limit = limitNanos;
            boolean hurried = false;
            while (!so.getAsBoolean() && state.failure() == null && state.elapsedNanos() < limit) {
                meanwhile.run();
                if (state.isInterrupted() && !hurried) {
                    hurried = true;
                    limit = Math.min(limit, state.elapsedNanos() + PATIENCE_OF_USER_NANOS);
                }
                LockSupport.parkNanos(TICK_NANOS);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
    }

    /** What a thread does for a stream. */
    @FunctionalInterface
    private interface Task {
        void of(StreamLoad load) throws InterruptedException;
    }

    /**
     * Does all of it, and deletes the streams in any case.
     *
     * @throws io.runnel.sdk.RunnelException if the server does not do its part
     */
    BenchResult run() throws InterruptedException {
        try (TemporaryStreams streams = TemporaryStreams.create(
                client.basin(settings.basin()), settings.streams(), settings.storageClass(), progress::say)) {
            return new Begun(streams).run();
        }
    }
}
