package io.runnel.log;

import io.runnel.objectstore.ObjectStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Opens logs. */
public final class Logs {
    private Logs() {}

    /**
     * Begins a new log on a store, which may hold others. Returns at once: claims wait until the store has answered, and
     * {@link EntryLog#failure} tells if it holds something else than it should.
     *
     * @param store used until the log is closed, and not closed then
     * @param shards into which entities of each kind are spread; the same for ever on one store
     */
    public static EntryLog open(ObjectStore store, int shards, LogSettings settings, LogListener listener) {
        AtomicReference<@Nullable WalLog> log = new AtomicReference<>();
        LoopThread loop = new LoopThread(Clock.systemUTC(), broken -> {
            WalLog failing = log.get();
            if (failing != null) {
                failing.fail(broken);
            }
        });
        ExecutorService background = Executors.newSingleThreadExecutor(task -> {
            Thread daemon = new Thread(task, "runnel-log-index");
            daemon.setDaemon(true);
            return daemon;
        });
        WalLog opened = new WalLog(store, shards, settings, listener, loop, background, new SecureRandom(), () -> {
            loop.stop();
            background.shutdown();
        });
        log.set(opened);
        return opened;
    }
}
