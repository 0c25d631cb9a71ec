package io.runnel.storetools;

import io.runnel.objectstore.ObjectStore.StoredObject;
import io.runnel.storetools.ObjectName.Kind;
import io.runnel.storetools.SmallObjects.Archive;
import io.runnel.storetools.SmallObjects.Cluster;
import io.runnel.storetools.SmallObjects.Descriptor;
import io.runnel.storetools.SmallObjects.Manifest;
import io.runnel.storetools.SmallObjects.RunRef;
import io.runnel.storetools.View.LogTail;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the small objects of a store, and where its logs end. The archive comes first: a log that is moved there meanwhile
 * is then one of those beside it, and has its own runs.
 */
final class ViewReader {
    private final StoreReader reader;
    private final Findings findings;

    /** @param findings of what cannot be read, or does not fit together */
    ViewReader(StoreReader reader, Findings findings) {
        this.reader = reader;
        this.findings = findings;
    }

    /** @return empty if so much is wrong, or missing, that there is nothing else to be checked */
    Optional<View> read() {
        Optional<Cluster> cluster = cluster();
        if (cluster.isEmpty()) {
            return Optional.empty();
        }
        Optional<Archive> archive = archive();
        if (archive.isEmpty()) {
            return Optional.empty();
        }
        Map<Id, Descriptor> logs = descriptors(cluster.get());
        Map<String, Manifest> manifests = manifests();
        requireLogs(archive.get(), manifests, logs, cluster.get());
        List<LogTail> tails = new ArrayList<>();
        Set<Id> archived = new HashSet<>(archive.get().logs());
        for (Descriptor log : logs.values()) {
            if (!archived.contains(log.log())) {
                tails.add(new LogEnd(reader, findings, cluster.get()).tail(log));
            }
        }
        return Optional.of(new View(cluster.get(), archive.get(), logs, tails, manifests));
    }

    private Optional<Cluster> cluster() {
        String key = ObjectName.CLUSTER;
        @Nullable StoredObject object = get(key, "no server can start");
        if (object == null) {
            if (findings.isEmpty()) {
                if (isEmpty()) {
                    throw new NoStoreException();
                }
                findings.add(Finding.missing(key, "the object of the installation", "no server can start as before"));
            }
            return Optional.empty();
        }
        return decode(key, object, SmallObjects::cluster, "no server can start");
    }

    private boolean isEmpty() {
        List<String> keys = new ArrayList<>();
        for (String prefix : List.of("logs/", "shards/", "idx/")) {
            reader.list(prefix, "", keys::add);
        }
        return keys.isEmpty();
    }

    private Optional<Archive> archive() {
        String key = ObjectName.ARCHIVE;
        String meaning = "where the entries of earlier logs lie is unknown: no server can open a shard";
        @Nullable StoredObject object = get(key, meaning);
        if (object == null) {
            return findings.isEmpty() ? Optional.of(Archive.NONE) : Optional.empty();
        }
        return decode(key, object, SmallObjects::archive, meaning);
    }

    private Map<Id, Descriptor> descriptors(Cluster cluster) {
        Map<Id, Descriptor> logs = new TreeMap<>();
        reader.list("logs/", "", key -> {
            ObjectName name = ObjectName.of(key);
            if (name.kind() == Kind.DESCRIPTOR) {
                descriptor(name.id(), cluster).ifPresent(found -> logs.put(name.id(), found));
            }
        });
        return logs;
    }

    private Optional<Descriptor> descriptor(Id log, Cluster cluster) {
        String key = ObjectName.descriptor(log);
        String meaning = "the log cannot be ended or taken over: shards that name it cannot be opened";
        @Nullable StoredObject object = get(key, meaning);
        if (object == null) {
            return Optional.empty();
        }
        Optional<Descriptor> found = decode(key, object, SmallObjects::descriptor, meaning);
        found.ifPresent(descriptor -> {
            if (!descriptor.log().equals(log) || !descriptor.cluster().equals(cluster.id())) {
                findings.add(Finding.damage(
                        key,
                        "log " + log + " of installation " + cluster.id(),
                        "log " + descriptor.log() + " of installation " + descriptor.cluster(),
                        meaning));
            }
        });
        return found.filter(descriptor -> descriptor.log().equals(log));
    }

    private Map<String, Manifest> manifests() {
        Map<String, Manifest> manifests = new TreeMap<>();
        reader.list("shards/", "", key -> {
            ObjectName name = ObjectName.of(key);
            if (name.kind() == Kind.MANIFEST) {
                String meaning = "the shard cannot be opened: none of its streams can be read or written";
                @Nullable StoredObject object = get(key, meaning);
                Optional<Manifest> found =
                        object == null ? Optional.empty() : decode(key, object, SmallObjects::manifest, meaning);
                found.ifPresent(manifest -> {
                    if (!manifest.shard().equals(name.shard())) {
                        findings.add(Finding.damage(key, "shard " + name.shard(), manifest.shard(), meaning));
                    }
                    manifests.put(name.shard(), manifest);
                });
            }
        });
        return manifests;
    }

    /** Every log that the archive or a manifest names has a descriptor, unless it ended long ago; those of the archive have ended. */
    private void requireLogs(
            Archive archive, Map<String, Manifest> manifests, Map<Id, Descriptor> logs, Cluster cluster) {
        Set<Id> named = new HashSet<>(archive.logs());
        manifests.values().forEach(manifest -> named.addAll(manifest.sources()));
        archive.runs().forEach(run -> named.add(run.log()));
        named.removeAll(archive.settled());
        for (Id log : named) {
            if (!logs.containsKey(log)) {
                // It may be younger than the list.
                descriptor(log, cluster).ifPresentOrElse(found -> logs.put(log, found), () -> missingDescriptor(log));
            }
        }
        for (Id log : archive.logs()) {
            Descriptor descriptor = logs.get(log);
            if (descriptor != null && !descriptor.sealed()) {
                findings.add(Finding.damage(
                        ObjectName.descriptor(log),
                        "a log that has ended, as it is in the archive",
                        "an open one",
                        "what is still written to it is lost"));
            }
        }
    }

    private void missingDescriptor(Id log) {
        String key = ObjectName.descriptor(log);
        if (findings.all().stream().noneMatch(known -> known.object().equals(key))) {
            findings.add(Finding.missing(
                    key,
                    "the descriptor of a log that is named by the archive or a shard",
                    "the log cannot be ended or taken over: shards that name it cannot be opened"));
        }
    }

    private @Nullable StoredObject get(String key, String meaning) {
        try {
            return reader.get(key).orElse(null);
        } catch (DamagedException e) {
            findings.add(Finding.damage(key, e, meaning));
            return null;
        }
    }

    private <T> Optional<T> decode(String key, StoredObject object, Function<byte[], T> decode, String meaning) {
        try {
            return Optional.of(decode.apply(object.bytes()));
        } catch (DamagedException e) {
            findings.add(Finding.damage(key, e, meaning));
            return Optional.empty();
        }
    }

    /** Opens an index run that should be there. */
    static Optional<RunFile> open(StoreReader reader, Cluster cluster, RunRef ref, Findings findings) {
        return open(reader, cluster, ref.log(), ref.number(), findings);
    }

    static Optional<RunFile> open(StoreReader reader, Cluster cluster, Id log, long number, Findings findings) {
        String meaning = "where entries lie is unknown: no shard can be opened that may have some in this index run";
        try {
            return Optional.of(RunFile.open(reader, cluster.id(), log, number));
        } catch (DamagedException e) {
            findings.add(Finding.damage(ObjectName.run(log, number), e, meaning));
        } catch (MissingException e) {
            findings.add(Finding.missing(ObjectName.run(log, number), "an index run that is referred to", meaning));
        }
        return Optional.empty();
    }
}
