package io.runnel.journal;

import com.typesafe.config.Config;
import io.runnel.log.EntryLog;
import io.runnel.log.LogSettings;
import io.runnel.log.Logs;
import io.runnel.model.StorageListener;
import io.runnel.objectstore.ObjectStore;
import io.runnel.objectstore.ObjectStores;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;

/**
 * The object store and the log of an actor system: opened once, on first use, and shared by journal, snapshot store and
 * record store. Flushed and closed by the coordinated shutdown, after the shards have stopped.
 */
public final class LogExtension implements Extension {
    private static final Id ID = new Id();

    private final ObjectStore store;
    private final EntryLog log;
    private final int shards;
    private final List<StorageListener> listeners = new CopyOnWriteArrayList<>();
    private final CompletableFuture<ActorRef> journal = new CompletableFuture<>();

    private LogExtension(ExtendedActorSystem system) {
        Optional<LogSetup> setup = system.settings().setup().get(LogSetup.class);
        Config config = system.settings().config();
        shards = config.getInt("runnel.shards");
        Metering metering = new Metering(listeners);
        store = setup.map(LogSetup::store).orElseGet(() -> ObjectStores.open(config, system, metering::ofStore));
        EntryLog given = setup.map(LogSetup::log).orElse(null);
        log = given == null ? Logs.open(store, shards, LogSettings.from(config), metering) : given;
        Closing closing = new Closing(given == null ? log : null, setup.isPresent() ? null : store);
        CoordinatedShutdown.get(system)
                .addTask(
                        CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
                        "flush-and-close-log",
                        () -> closing.gracefully());
        system.registerOnTermination(closing::atOnce);
    }

    public static LogExtension get(ActorSystem system) {
        return ID.get(system);
    }

    ObjectStore store() {
        return store;
    }

    EntryLog log() {
        return log;
    }

    int shards() {
        return shards;
    }

    /** From now on the listener hears of the log. */
    void listen(StorageListener listener) {
        listeners.add(listener);
    }

    /** Completes when the journal plugin has started, which every persistent actor sees to before anything else. */
    CompletionStage<ActorRef> journal() {
        return journal;
    }

    /** Two journals over one log would not know of each other's writes in flight. */
    void journalStarted(ActorRef started) {
        if (!journal.complete(started) && !journal.join().equals(started)) {
            throw new IllegalStateException("the log already has a journal, " + journal.join());
        }
    }

    private static final class Id extends AbstractExtensionId<LogExtension> {
        @Override
        public LogExtension createExtension(ExtendedActorSystem system) {
            return new LogExtension(system);
        }
    }
}
