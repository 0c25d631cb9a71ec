package io.runnel.engine;

import io.runnel.model.BasinInfo;
import io.runnel.model.BasinName;
import io.runnel.model.StreamConfig;
import io.runnel.model.StreamName;
import io.runnel.model.Utf8;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a basin knows of itself and its streams: the state that its events add up to. Mutable, since it may hold a
 * million streams; belongs to one actor, and only {@link #apply} changes it.
 */
final class Catalogue {
    private static final int MAX_FORGOTTEN = 1 << 30;

    private final NavigableMap<String, CatalogueEntry> streams = new TreeMap<>(Utf8.BYTE_ORDER);
    // Most streams of a basin share one configuration.
    private final Map<StreamConfig, StreamConfig> configs = new HashMap<>();
    private @Nullable Incarnation basin;
    private long version;
    private int generation;
    private int lastGeneration;
    private int deletingStreams;
    private long eventsSinceSnapshot;

    Catalogue() {}

    /** From a snapshot. */
    Catalogue(@Nullable Incarnation basin, long version, int generation, int lastGeneration) {
        this.basin = basin;
        this.version = version;
        this.generation = generation;
        this.lastGeneration = lastGeneration;
    }

    /** The basin, or null if there is none. */
    @Nullable
    Incarnation basin() {
        return basin;
    }

    /** Whether nothing is known: there never was a basin of this name, or it has ended and was forgotten. */
    boolean isBlank() {
        return version == 0;
    }

    /**
     * Whether the basin was removed, and nothing but this is left of it. What the account would have to remember of one that has
     * counted too far would cost all others most of their numbers, so that one stays.
     */
    boolean isLeaving() {
        return isRemoved() && lastGeneration <= MAX_FORGOTTEN;
    }

    boolean isRemoved() {
        return basin == null && !isBlank();
    }

    /**
     * Grows whenever what the account should know of the basin changes. A basin of a higher generation begins with a higher
     * version than any before it reached.
     */
    long version() {
        return version;
    }

    /** Of the basin; 0 if it was created by a version of the server that did not count them. */
    int generation() {
        return generation;
    }

    /**
     * The highest generation that this basin, an earlier one that has not been forgotten, or a stream in either was given. A
     * stream of the same name in its successor must not be taken for the old one.
     */
    int lastGeneration() {
        return lastGeneration;
    }

    @Nullable
    CatalogueEntry stream(StreamName name) {
        return streams.get(name.value());
    }

    /** All streams by name, ascending by bytes. */
    NavigableMap<String, CatalogueEntry> streams() {
        return Collections.unmodifiableNavigableMap(streams);
    }

    int deletingStreams() {
        return deletingStreams;
    }

    @Nullable
    BasinInfo info(BasinName name) {
        return basin == null ? null : new BasinInfo(name, basin.createdAt(), basin.deletedAt());
    }

    Catalogue apply(BasinEvent event) {
        eventsSinceSnapshot++;
        if (event instanceof BasinEvent.StreamCreated created) {
            lastGeneration = Math.max(lastGeneration, created.generation());
            put(
                    created.stream().value(),
                    new CatalogueEntry(
                            created.generation(),
                            created.config(),
                            1,
                            true,
                            created.createdAt(),
                            null,
                            created.origin()));
        } else if (event instanceof BasinEvent.StreamReconfigured changed) {
            put(changed.stream().value(), present(changed.stream()).with(changed.config()));
        } else if (event instanceof BasinEvent.StreamTold told) {
            CatalogueEntry entry = streams.get(told.stream().value());
            if (entry != null && entry.configVersion() == told.configVersion()) {
                put(told.stream().value(), entry.knownToStream());
            }
        } else if (event instanceof BasinEvent.StreamDeletionBegun begun) {
            put(begun.stream().value(), present(begun.stream()).deletedAt(begun.deletedAt()));
        } else if (event instanceof BasinEvent.StreamRemoved removed) {
            count(streams.remove(removed.stream().value()), -1);
        } else {
            applyToBasin(event);
        }
        return this;
    }

    private void applyToBasin(BasinEvent event) {
        if (event instanceof BasinEvent.BasinCreated created) {
            basin = new Incarnation(created.config(), created.createdAt(), null, created.origin());
            generation = created.generation();
            lastGeneration = Math.max(lastGeneration, generation);
            version = generation == 0 ? version + 1 : ((long) generation << Integer.SIZE) + 1;
        } else if (event instanceof BasinEvent.BasinReconfigured changed) {
            basin = requireBasin().with(changed.config());
        } else if (event instanceof BasinEvent.BasinDeletionBegun begun) {
            basin = requireBasin().deletedAt(begun.deletedAt());
            version++;
        } else if (event instanceof BasinEvent.BasinRemoved) {
            basin = null;
            version++;
            configs.clear();
        } else if (event instanceof BasinEvent.BasinEnded) {
            version = 0;
            generation = 0;
            lastGeneration = 0;
        }
    }

    /** Adds or replaces a stream, as events do and snapshots. */
    void put(String name, CatalogueEntry entry) {
        StreamConfig known = configs.putIfAbsent(entry.config(), entry.config());
        CatalogueEntry sharing = known == null
                ? entry
                : new CatalogueEntry(
                        entry.generation(),
                        known,
                        entry.configVersion(),
                        entry.told(),
                        entry.createdAt(),
                        entry.deletedAt(),
                        entry.origin());
        count(streams.put(name, sharing), -1);
        count(sharing, 1);
    }

    /**
     * Whether it is time for a snapshot: after as many events as the catalogue has streams, so that snapshots cost no
     * more than events do, however large it grows.
     */
    boolean snapshotIsDue(int minEvents) {
        return !isBlank() && eventsSinceSnapshot >= Math.max(minEvents, streams.size());
    }

    void snapshotTaken() {
        eventsSinceSnapshot = 0;
        // Configurations that no stream has any more are forgotten now and then.
        if (configs.size() > streams.size() + 64) {
            configs.clear();
        }
    }

    private void count(@Nullable CatalogueEntry entry, int by) {
        if (entry != null && entry.deleting()) {
            deletingStreams += by;
        }
    }

    private CatalogueEntry present(StreamName name) {
        CatalogueEntry entry = streams.get(name.value());
        if (entry == null) {
            throw new IllegalStateException("no stream " + name + " to apply an event to");
        }
        return entry;
    }

    Incarnation requireBasin() {
        if (basin == null) {
            throw new IllegalStateException("there is no basin");
        }
        return basin;
    }
}
