package io.runnel.log;

import io.runnel.objectstore.ObjectStore.StoredObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Sees all that takes effect in the store, knows from it what must be true, and says so if it is not. */
final class SimChecker implements SimBucket.Observer {
    private static final int TAIL = 80;

    private final Map<Id, SimLog> logs = new HashMap<>();
    private final Map<String, List<SimLog>> owners = new HashMap<>(); // by shard, in the order of their last claims
    private final Map<String, Long> epochs = new HashMap<>();
    private final Map<EntityKey, LogEntry> told = new HashMap<>();
    private Set<Id> archived = new HashSet<>();
    private long archiveVersion;
    private final SimTrace trace;
    private final LongSupplier now;
    private @Nullable SimViolation violation;
    private String tail = "";

    /** @param now nanoseconds, since some time */
    SimChecker(SimTrace trace, LongSupplier now) {
        this.trace = trace;
        this.now = now;
    }

    /** What had happened before the violation. */
    String tail() {
        return tail;
    }

    /** The first one; whoever it was thrown at may have caught it. */
    @Nullable
    SimViolation violation() {
        return violation;
    }

    @SuppressWarnings("AnnotateFormatMethod") // its annotation is not among our dependencies
    void require(boolean condition, String invariant, String message, Object... arguments) {
        if (!condition) {
            SimViolation found = new SimViolation(invariant, message.formatted(arguments));
            if (violation == null) {
                violation = found;
                tail = trace.tail(TAIL);
            }
            throw found;
        }
    }

    void opened(Id id, SimLog log) {
        logs.put(id, log);
    }

    @Override
    public void stored(String key, byte @Nullable [] before, byte[] after) {
        if (key.startsWith("wal/")) {
            WalFooter footer = WalFooter.decode(after, after.length, key);
            log(footer.log(), key).slotStored(key, footer, before, after);
        } else if (key.startsWith("logs/")) {
            LogDescriptor descriptor = LogDescriptor.decode(after, key);
            log(descriptor.log(), key).described(key, descriptor);
        } else if (key.startsWith("shards/")) {
            claimed(key, ShardManifest.decode(after, key));
        } else if (key.equals(ObjectKeys.ARCHIVE)) {
            archived(Archive.decode(after, key));
        } else if (key.startsWith("idx/")) {
            RunFooter footer =
                    Runs.whole(new StoredObject(after, "", after.length), key).footer();
            log(footer.log(), key).rolledUp(key, after);
        }
    }

    @Override
    public void deleted(String key, byte[] before) {
        if (key.startsWith("logs/")) {
            LogDescriptor descriptor = LogDescriptor.decode(before, key);
            require(archived.contains(descriptor.log()), "I-KEEP", "%s is deleted, and not in the archive", key);
            log(descriptor.log(), key).forgotten(key);
        }
        if (key.startsWith("wal/")) {
            WalFooter footer = WalFooter.decode(before, before.length, key);
            log(footer.log(), key).slotDeleted(key, footer.slot());
        }
    }

    long now() {
        return now.getAsLong();
    }

    private SimLog log(Id id, String key) {
        SimLog log = logs.get(id);
        require(log != null, "I-CLAIM", "%s is of a log that nobody opened", key);
        return log;
    }

    private void claimed(String key, ShardManifest manifest) {
        Long before = epochs.put(key, manifest.epoch());
        require(before == null || before < manifest.epoch(), "I-EPOCH", "the epoch of %s does not grow", key);
        for (SimLog earlier : owners(manifest.shard())) {
            require(
                    manifest.sources().contains(earlier.id())
                            || (archived.contains(earlier.id()) && manifest.archiveVersion() <= archiveVersion),
                    "I-CLAIM",
                    "%s forgets %s",
                    key,
                    earlier.name());
        }
        SimLog owner = log(manifest.owner(), key);
        require(manifest.sources().contains(manifest.owner()), "I-CLAIM", "%s does not name its owner", key);
        owners(manifest.shard()).remove(owner);
        owners(manifest.shard()).add(owner);
    }

    private void archived(Archive archive) {
        require(archive.version() == archiveVersion + 1, "I-CLAIM", "the archive skips versions");
        require(archive.logs().containsAll(archived), "I-CLAIM", "the archive forgets logs");
        archiveVersion = archive.version();
        archived = new HashSet<>(archive.logs());
        for (Id id : archived) {
            SimLog log = log(id, ObjectKeys.ARCHIVE);
            require(log.sealed(), "I-SEAL", "%s is in the archive and has not ended", log.name());
        }
    }

    void requireClaimed(SimLog log, String shard, String key) {
        require(owners(shard).contains(log), "I-CLAIM", "%s holds entries of %s, which does not name it", key, shard);
    }

    /** A node says that it has taken a shard over. */
    void hasClaimed(SimLog log, String shard) {
        requireClaimed(log, shard, "the claim of " + log.name());
        for (SimLog earlier : owners(shard)) {
            if (earlier == log) {
                return;
            }
            require(
                    earlier.sealed(),
                    "I-SEAL",
                    "%s has claimed %s, and %s has not ended",
                    log.name(),
                    shard,
                    earlier.name());
        }
    }

    /** Some node has said that the entry is durable. */
    void told(LogEntry entry) {
        told.merge(entry.key(), entry, (one, other) -> SimEntities.age(one) > SimEntities.age(other) ? one : other);
    }

    /** The last entry of an entity that any node has said is durable. */
    @Nullable
    LogEntry told(EntityKey key) {
        return told.get(key);
    }

    /** Whether the entity has ended with this entry, or later; perhaps nobody was told of that. */
    boolean hasEndedSince(LogEntry entry) {
        return durable(entry.key(), entry.shard()).stream()
                .anyMatch(later -> SimEntities.isEnd(later) && SimEntities.age(later) >= SimEntities.age(entry));
    }

    boolean isLastOwner(SimLog log, String shard) {
        List<SimLog> all = owners(shard);
        return !all.isEmpty() && all.get(all.size() - 1) == log;
    }

    /** All durable entries of an entity, in the order in which its owners wrote them. */
    List<LogEntry> durable(EntityKey key, String shard) {
        return durable(key, shard, null);
    }

    /** @param until those of this log and later ones are left out */
    List<LogEntry> durable(EntityKey key, String shard, @Nullable SimLog until) {
        List<LogEntry> entries = new ArrayList<>();
        for (SimLog log : owners(shard)) {
            if (log == until) {
                break;
            }
            log.addDurable(key, entries);
        }
        return entries;
    }

    private List<SimLog> owners(String shard) {
        return owners.computeIfAbsent(shard, unknown -> new ArrayList<>());
    }
}
