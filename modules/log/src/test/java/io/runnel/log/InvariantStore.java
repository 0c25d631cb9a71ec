package io.runnel.log;

import io.runnel.objectstore.MemoryObjectStore;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;

/** A store that looks at every write that takes effect, and does not stand what must not happen. */
final class InvariantStore extends ForwardingStore {
    private final Map<String, Long> epochs = new HashMap<>();
    private final Map<String, Long> ends = new HashMap<>();
    private final Map<String, Long> collected = new HashMap<>();
    private final Map<Id, byte[]> attempts = new HashMap<>();

    InvariantStore() {
        super(new MemoryObjectStore());
    }

    @Override
    public CompletionStage<PutResult> put(String key, byte[] bytes, Condition condition) {
        if (key.startsWith("wal/")) {
            attempted(key, bytes, condition);
        }
        PutResult result = Await.await(super.put(key, bytes, condition));
        if (result instanceof PutResult.Stored) {
            stored(key, bytes);
        }
        return CompletableFuture.completedFuture(result);
    }

    private void attempted(String key, byte[] bytes, Condition condition) {
        require(condition instanceof Condition.IfAbsent, "I-IMM: a slot is written only if absent: " + key);
        WalFooter footer = WalFooter.decode(bytes, bytes.length, key);
        byte[] before = attempts.putIfAbsent(footer.writeId(), bytes);
        require(before == null || Arrays.equals(before, bytes), "I-IMM: other bytes for " + key);
    }

    private void stored(String key, byte[] bytes) {
        if (key.startsWith("wal/")) {
            entriesAreOfClaimedShards(key, bytes);
        } else if (key.startsWith("shards/")) {
            ShardManifest manifest = ShardManifest.decode(bytes, key);
            Long before = epochs.put(key, manifest.epoch());
            require(before == null || before < manifest.epoch(), "I-EPOCH: " + key + " does not grow");
        } else if (key.startsWith("logs/")) {
            LogDescriptor descriptor = LogDescriptor.decode(bytes, key);
            Long before = ends.put(key, descriptor.end());
            require(before == null || before == 0, "I-SEAL: " + key + " was sealed at " + before);
            Long collected = this.collected.put(key, descriptor.collectedThrough());
            require(
                    collected == null || collected <= descriptor.collectedThrough(),
                    "I-GC: fewer slots of " + key + " may be deleted than before");
            if (descriptor.sealed()) {
                endsWithoutHoles(descriptor);
            }
        }
    }

    private void entriesAreOfClaimedShards(String key, byte[] bytes) {
        WalFooter footer = WalFooter.decode(bytes, bytes.length, key);
        if (footer.kind() != WalFooter.DATA) {
            return;
        }
        for (IndexedEntry entry : WalIndex.decode(footer, bytes, footer.indexOffset(), key)) {
            String manifestKey = ObjectKeys.shard(entry.shard());
            ShardManifest manifest = ShardManifest.decode(
                    Await.await(get(manifestKey)).orElseThrow().bytes(), manifestKey);
            boolean archived = archive()
                    .map(archive -> archive.logs().contains(footer.log()))
                    .orElse(false);
            require(
                    manifest.sources().contains(footer.log()) || archived,
                    "I-CLAIM: " + key + " holds entries of " + entry.shard() + ", which does not name it");
        }
    }

    private void endsWithoutHoles(LogDescriptor descriptor) {
        LongStream.range(descriptor.collectedThrough() + 1, descriptor.end())
                .forEach(slot -> require(
                        kind(descriptor.log(), slot) == WalFooter.DATA,
                        "I-NOHOLE: slot " + slot + " of " + descriptor));
        require(
                kind(descriptor.log(), descriptor.end()) == WalFooter.SEAL,
                "I-SEAL: nothing holds the end of " + descriptor);
    }

    private int kind(Id log, long slot) {
        String key = ObjectKeys.slot(log, slot);
        return Await.await(get(key))
                .map(object ->
                        WalFooter.decode(object.bytes(), object.size(), key).kind())
                .orElse(0);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }

    @Override
    public CompletionStage<Void> delete(List<String> keys) {
        for (String key : keys) {
            if (key.startsWith("wal/")) {
                slotMayBeDeleted(key);
            } else {
                require(key.startsWith("seg/") || key.startsWith("idx/"), "I-KEEP: " + key + " is not to be deleted");
            }
            require(!archived(key), "I-GC: the archive names " + key);
        }
        return super.delete(keys);
    }

    private void slotMayBeDeleted(String key) {
        StoredObject object = Await.await(get(key)).orElse(null);
        if (object == null) {
            return;
        }
        WalFooter footer = WalFooter.decode(object.bytes(), object.size(), key);
        LogDescriptor descriptor = descriptor(footer.log());
        boolean inArchive =
                archive().map(archive -> archive.logs().contains(footer.log())).orElse(false);
        require(
                descriptor.collectedThrough() >= footer.slot()
                        || (inArchive && descriptor.sealed() && footer.slot() < descriptor.end()),
                "I-GC: " + key + " is deleted before " + descriptor + " says so");
    }

    private LogDescriptor descriptor(Id log) {
        String key = ObjectKeys.descriptor(log);
        return LogDescriptor.decode(Await.await(get(key)).orElseThrow().bytes(), key);
    }

    private Optional<Archive> archive() {
        return Await.await(get(ObjectKeys.ARCHIVE)).map(found -> Archive.decode(found.bytes(), ObjectKeys.ARCHIVE));
    }

    /** Whether a run of the archive is it, or has entries in it. */
    private boolean archived(String key) {
        return archive().stream().flatMap(archive -> archive.runs().stream()).anyMatch(run -> {
            StoredObject object = Await.await(get(run.key())).orElseThrow();
            LoadedRun loaded = Runs.whole(object, run.key());
            return run.key().equals(key)
                    || loaded.directory().content().holdings().stream()
                            .anyMatch(holding -> holding.place().key().equals(key));
        });
    }
}
