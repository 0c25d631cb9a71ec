package io.runnel.storetools;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.runnel.objectstore.ObjectStore;
import io.runnel.objectstore.ReadOnlyStores;
import io.runnel.objectstore.StoreException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.pekko.actor.ActorSystem;
import org.jspecify.annotations.Nullable;

/**
 * A store that is open for being looked into, and is never written to. May be used beside a server that uses the same
 * store. One thread at a time, but for {@link #cancel}.
 */
public final class StoreAccess implements AutoCloseable {
    private final ObjectStore store;
    private final StoreReader reader;
    private final @Nullable ActorSystem system;

    private StoreAccess(ObjectStore store, @Nullable ActorSystem system) {
        this.store = store;
        this.reader = new StoreReader(store);
        this.system = system;
    }

    /**
     * @param settings with {@code runnel.store}, as the server has them; what is missing is as it is for the server
     * @throws UnreadableStoreException if there is no such store, it cannot be read, or its log is somewhere else
     */
    public static StoreAccess open(Config settings) {
        try {
            Config config =
                    ConfigFactory.load(settings.withFallback(ConfigFactory.parseResources("runnel-storetools.conf")));
            Systems systems = new Systems(config);
            try {
                return new StoreAccess(ReadOnlyStores.open(config, systems::get), systems.started);
            } catch (RuntimeException e) {
                systems.close();
                throw e;
            }
        } catch (StoreException | ConfigException | IllegalArgumentException e) {
            throw new UnreadableStoreException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Starts an actor system if there is a bucket: a directory needs none. */
    private static final class Systems {
        private final Config config;
        private @Nullable ActorSystem started;

        Systems(Config config) {
            this.config = config;
        }

        ActorSystem get() {
            ActorSystem running = started;
            if (running == null) {
                running = ActorSystem.create("runnel-store", config);
                started = running;
            }
            return running;
        }

        void close() {
            stop(started);
        }
    }

    /**
     * Checks all of it. Takes as long as it takes to read every object once, and about as much memory as the largest
     * objects and the rows of half a million streams take.
     *
     * @throws UnreadableStoreException if there is no store of Runnel, or it cannot be read
     * @throws java.util.concurrent.CancellationException if it was cancelled
     */
    public VerifyReport verify(Progress progress) {
        return reading(
                () -> new StoreVerifier(reader, progress, Clock.systemUTC().millis()).verify());
    }

    /** Logs, index runs, shards, and how many objects of each kind there are. */
    public Document overview() {
        return reading(() -> new Inspection(reader).overview());
    }

    /**
     * What there is to know of a log.
     *
     * @param log its id, 32 hexadecimal digits
     * @return empty if there is no such log
     */
    public Optional<Document> log(String log) {
        return reading(() -> new Inspection(reader).log(Id.parse(log)));
    }

    /**
     * Any one object, decoded.
     *
     * @param bodies whether the bodies of records are shown
     * @return empty if there is no such object
     */
    public Optional<Document> object(String key, boolean bodies) {
        return reading(() -> new Inspection(reader).object(key, bodies));
    }

    /** Where the records of a stream lie; empty if it has never been written to. */
    public Optional<Document> stream(String basin, String stream) {
        return reading(() -> new Inspection(reader).stream(basin, stream));
    }

    private static <T> T reading(Supplier<T> work) {
        try {
            return work.get();
        } catch (StoreException | NoStoreException | DamagedException | MissingException e) {
            throw new UnreadableStoreException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Ends what is under way, soon. Any thread may call it. */
    public void cancel() {
        reader.cancel();
    }

    @Override
    public void close() {
        store.close();
        stop(system);
    }

    private static void stop(@Nullable ActorSystem system) {
        if (system == null) {
            return;
        }
        system.terminate();
        try {
            system.getWhenTerminated().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // The process ends anyway.
        }
    }
}
