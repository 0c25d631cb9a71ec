package io.runnel.log;

import java.time.Clock;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A thread of the log's own. Once stopped, it drops what it is given. */
final class LoopThread implements Loop {
    private final ScheduledThreadPoolExecutor thread;
    private final Clock clock;
    private final Consumer<Throwable> broken;

    /** @param broken told when a task throws, which none should */
    LoopThread(Clock clock, Consumer<Throwable> broken) {
        this.clock = clock;
        this.broken = broken;
        thread = new ScheduledThreadPoolExecutor(
                1,
                task -> {
                    Thread daemon = new Thread(task, "runnel-log");
                    daemon.setDaemon(true);
                    return daemon;
                },
                new ThreadPoolExecutor.DiscardPolicy());
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void execute(Runnable task) {
        thread.execute(guarded(task));
    }

    @Override
    public void schedule(long delayNanos, Runnable task) {
        var unused = thread.schedule(guarded(task), delayNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long epochMillis() {
        return clock.millis();
    }

    /** What has been given for now is still done; nothing that was scheduled is. */
    void stop() {
        thread.shutdown();
    }

    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (Throwable e) {
                broken.accept(e);
            }
        };
    }
}
