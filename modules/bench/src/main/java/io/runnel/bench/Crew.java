package io.runnel.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The threads of a run. The first failure of one is that of all. */
final class Crew {
    private static final long LONGEST_WAIT_MILLIS = 60_000;

    private static final long SETTLING_MILLIS = 200;

    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** What a thread does. */
    interface Work {
        void run() throws Exception;
    }

    void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (Throwable e) {
                        failure.accumulateAndGet(e, Crew::worse);
                    }
                },
                name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    /** A refusal says more than the broken pipe of the thread that goes on sending. */
    private static Throwable worse(@Nullable Throwable first, Throwable next) {
        boolean better = next instanceof BrokenAnswerException && !(first instanceof BrokenAnswerException);
        return first == null || better ? next : first;
    }

    /** Waits, and fails as soon as a thread has. */
    void runFor(long millis) throws Exception {
        long end = System.nanoTime() + millis * 1_000_000;
        while (System.nanoTime() < end) {
            rethrow();
            Thread.sleep(Math.min(50, millis));
        }
    }

    /** Waits until those are done whose names begin like this. */
    void join(String prefix) throws Exception {
        for (Thread thread : threads) {
            if (!thread.getName().startsWith(prefix)) {
                continue;
            }
            long end = System.nanoTime() + LONGEST_WAIT_MILLIS * 1_000_000;
            while (thread.isAlive()) {
                rethrow();
                if (System.nanoTime() > end) {
                    throw new IllegalStateException(thread.getName() + " does not come to an end");
                }
                thread.join(50);
            }
        }
        rethrow();
    }

    private void rethrow() throws Exception {
        if (failure.get() == null) {
            return;
        }
        Thread.sleep(SETTLING_MILLIS);
        Throwable cause = failure.get();
        if (cause instanceof Exception exception) {
            throw exception;
        }
        throw new IllegalStateException(cause);
    }
}
