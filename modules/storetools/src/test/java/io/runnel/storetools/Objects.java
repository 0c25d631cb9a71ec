package io.runnel.storetools;

import static io.runnel.storetools.Writing.await;

import io.runnel.objectstore.MemoryObjectStore;
import io.runnel.objectstore.ObjectStore;
import io.runnel.objectstore.ObjectStore.Condition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All objects of a store, to be damaged and looked at. */
final class Objects {
    private final TreeMap<String, byte[]> byKey = new TreeMap<>();

    static Objects of(ObjectStore store) {
        Objects objects = new Objects();
        String after = "";
        while (true) {
            List<String> page = await(store.list("", after, 1000));
            for (String key : page) {
                Optional<ObjectStore.StoredObject> found = await(store.get(key));
                found.ifPresent(object -> objects.byKey.put(key, object.bytes()));
            }
            if (page.size() < 1000) {
                return objects;
            }
            after = page.get(page.size() - 1);
        }
    }

    Objects copy() {
        Objects copy = new Objects();
        copy.byKey.putAll(byKey);
        return copy;
    }

    Map<String, byte[]> byKey() {
        return byKey;
    }

    List<String> keys(String prefix) {
        return byKey.keySet().stream().filter(key -> key.startsWith(prefix)).toList();
    }

    /** The log that has not been ended. */
    Id openLog() {
        return keys("logs/").stream()
                .filter(key -> !SmallObjects.descriptor(byKey.get(key)).sealed())
                .map(key -> ObjectName.of(key).id())
                .findFirst()
                .orElseThrow();
    }

    boolean openLogHasARun() {
        Id log = openLog();
        return keys("idx/").stream().anyMatch(key -> ObjectName.of(key).id().equals(log));
    }

    /** The index run that the last slot of the open log names as the latest; 0 if it names none. */
    long namedRun() {
        return lastSlot().latestRun();
    }

    boolean openLogEndsWithoutEntries() {
        return lastSlot().entries() == 0;
    }

    private WalFooter lastSlot() {
        List<String> slots = keys(ObjectName.slots(openLog()));
        byte[] last = byKey.get(slots.get(slots.size() - 1));
        return WalFooter.read(last, last.length);
    }

    /** Whether the open log has declared that it needs none of the slots any more that the run that is named covers. */
    boolean hasBeenCollected() {
        Id log = openLog();
        byte[] run = byKey.get(ObjectName.run(log, namedRun()));
        IndexRun.Footer footer = IndexRun.footer(run, run.length);
        return IndexRun.directory(footer, run, footer.directoryOffset()).coveredThrough()
                == SmallObjects.descriptor(byKey.get(ObjectName.descriptor(log)))
                        .collectedThrough();
    }

    /** How many logs that were ended are known by the archive. */
    int archivedLogs() {
        byte[] archive = byKey.get(ObjectName.ARCHIVE);
        return archive == null ? 0 : SmallObjects.archive(archive).logs().size();
    }

    Objects with(String key, byte[] bytes) {
        Objects copy = copy();
        copy.byKey.put(key, bytes);
        return copy;
    }

    Objects without(String key) {
        Objects copy = copy();
        if (copy.byKey.remove(key) == null) {
            throw new AssertionError("there is no " + key);
        }
        return copy;
    }

    Objects flipped(String key, int at) {
        byte[] bytes = byKey.get(key).clone();
        bytes[at] ^= (byte) (1 << at % 8);
        return with(key, bytes);
    }

    MemoryObjectStore store() {
        MemoryObjectStore store = new MemoryObjectStore();
        byKey.forEach((key, bytes) -> await(store.put(key, bytes, new Condition.Always())));
        return store;
    }

    VerifyReport verify() {
        return verify(1_000_000, 500_000);
    }

    VerifyReport verify(int referencesInMemory, int rowsInMemory) {
        try (MemoryObjectStore store = store()) {
            return new StoreVerifier(
                            new StoreReader(store),
                            Progress.NONE,
                            System.currentTimeMillis(),
                            referencesInMemory,
                            rowsInMemory)
                    .verify();
        }
    }
}
