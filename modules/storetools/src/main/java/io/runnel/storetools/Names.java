package io.runnel.storetools;

import io.runnel.model.EntityIds;
import io.runnel.storetools.EntitySearch.Located;
import io.runnel.storetools.ObjectName.Kind;
import io.runnel.storetools.TailCheck.TailEntry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds out which streams keys stand for: keys are hashes of names, and names are only in what basins persist. What cannot
 * be read is passed over, so that the key has to do.
 */
final class Names {
    private static final String BASIN = "basin-";

    private final StoreReader reader;
    private final List<RunFile> runs;
    private final List<TailEntry> tail;
    private final Set<Id> wanted = new TreeSet<>();
    private final Map<Id, String> found = new TreeMap<>();

    Names(StoreReader reader, List<RunFile> runs, List<TailEntry> tail) {
        this.reader = reader;
        this.runs = runs;
        this.tail = tail;
    }

    /** The key of {@code basin/stream}. */
    static Id key(String basin, String stream) {
        return Id.of(EntityIds.hash("stream|" + basin + "|" + stream));
    }

    /** @return {@code basin/stream} of streams, the persistence id of others; without those that are not found */
    Map<Id, String> of(Set<Id> keys) {
        wanted.addAll(keys);
        if (keys.isEmpty()) {
            return found;
        }
        offer(Id.of(EntityIds.hash(EntityIds.ACCOUNT)), EntityIds.ACCOUNT);
        EntitySearch search = new EntitySearch(runs, tail);
        Set<Id> basins = basins();
        for (Id basin : basins) {
            for (Located entry : search.find(basin)) {
                if (found.size() < wanted.size()) {
                    events(entry);
                }
            }
        }
        if (found.size() < wanted.size()) {
            reader.list("snapshots/", "", key -> {
                ObjectName name = ObjectName.of(key);
                if (name.kind() == Kind.SNAPSHOT && basins.contains(name.id())) {
                    snapshot(key);
                }
            });
        }
        return found;
    }

    private Set<Id> basins() {
        Set<Id> basins = new TreeSet<>();
        for (RunFile run : runs) {
            run.directory().shards().forEach((shard, section) -> {
                if (shard.startsWith(BASIN)) {
                    try {
                        FormatReader in = run.open(section);
                        while (in.hasMore()) {
                            basins.add(in.id());
                            Row.read(in);
                        }
                    } catch (DamagedException | MissingException e) {
                        // as above
                    }
                }
            });
        }
        for (TailEntry entry : tail) {
            if (entry.shard().startsWith(BASIN)) {
                basins.add(entry.entry().key());
            }
        }
        return basins;
    }

    private void offer(Id key, String name) {
        if (wanted.contains(key)) {
            found.put(key, name);
        }
    }

    private void events(Located entry) {
        try {
            reader.get(entry.object(), entry.offset(), entry.length()).ifPresent(part -> {
                StoredEntry stored = StoredEntry.read(part.bytes(), 0);
                FormatReader in = Payloads.payload(part.bytes(), stored);
                in.u8();
                String persistenceId = in.utf8();
                offer(stored.key(), persistenceId);
                String basin = persistenceId.substring(persistenceId.indexOf('|') + 1);
                for (int left = in.i32(); left > 0; left--) {
                    event(in, basin);
                }
            });
        } catch (DamagedException e) {
            // as above
        }
    }

    private void event(FormatReader in, String basin) {
        in.i64(); // the sequence number
        in.i64(); // the timestamp
        in.utf8(); // the writer's uuid
        in.utf8(); // the adapter's manifest
        for (int tags = in.i32(); tags > 0; tags--) {
            in.utf8();
        }
        object(in, basin);
        if (in.u8() == 1) {
            object(in, basin);
        }
    }

    private void object(FormatReader in, String basin) {
        in.i32(); // the serializer
        String manifest = in.utf8();
        byte[] bytes = in.raw(in.i32());
        for (String stream : Catalogue.streams(manifest, bytes)) {
            offer(key(basin, stream), basin + "/" + stream);
        }
    }

    private void snapshot(String key) {
        try {
            reader.get(key).ifPresent(object -> {
                SnapshotCheck.Snapshot snapshot = SnapshotCheck.read(object.bytes());
                String persistenceId = snapshot.persistenceId();
                offer(Id.of(EntityIds.hash(persistenceId)), persistenceId);
                object(snapshot.object(), persistenceId.substring(persistenceId.indexOf('|') + 1));
            });
        } catch (DamagedException e) {
            // as above
        }
    }
}
