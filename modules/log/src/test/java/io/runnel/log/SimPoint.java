package io.runnel.log;

import io.runnel.objectstore.ObjectStore.Condition;
import io.runnel.objectstore.ObjectStore.StoredObject;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a request to the store is for: the moments at which faults are tried one by one. */
enum SimPoint {
    CLUSTER_GET,
    CLUSTER_PUT,
    DESCRIPTOR_PUT,
    SLOT_PUT,
    /** While the slot before is not there yet: this one may land first. */
    SLOT_PUT_AHEAD,
    /** A hedge, or what follows a failure. */
    SLOT_PUT_AGAIN,
    /** What is in the way? */
    SLOT_LOOK_OWN,
    SLOT_LOOK_SEAL,
    /** By the writer: has it been replaced, or what may be deleted? */
    OWN_DESCRIPTOR_GET,
    CLAIM_GET,
    CLAIM_FIRST_PUT,
    CLAIM_CAS,
    SEAL_DESCRIPTOR_GET,
    SEAL_PROBE,
    SEAL_SCAN,
    SEAL_GAP_PUT,
    SEAL_WALL_PUT,
    SEAL_CAS,
    /** By the writer itself, as it leaves. */
    LEAVE_PUT,
    LEAVE_CAS,
    LOAD_INDEX,
    RUN_GET,
    RUN_PUT,
    RUN_MERGE_PUT,
    /** For the archive: what a log that has ended had not rolled up. */
    RUN_TAIL_PUT,
    ARCHIVE_GET,
    ARCHIVE_FIRST_PUT,
    ARCHIVE_CAS,
    ENTRY_GET,
    SEGMENT_PUT,
    SEGMENT_GET,
    /** The descriptor says which slots may be deleted. */
    COLLECT_CAS,
    DELETE,
    LEFTOVERS_LIST,
    /** Which logs have a descriptor still, and for how long have they ended? */
    OLD_LOGS_LIST,
    OLD_LOG_AGE;

    private static final int NO_LENGTH = -1;

    /** Knows what one node has asked so far. */
    static final class Classifier {
        private final SimBucket bucket;
        private final Set<String> putBefore = new HashSet<>();
        private @Nullable Id own;

        Classifier(SimBucket bucket) {
            this.bucket = bucket;
        }

        SimPoint get(String key) {
            return get(key, 0, NO_LENGTH);
        }

        SimPoint get(String key, long offset, int length) {
            return switch (kind(key)) {
                case "cluster" -> CLUSTER_GET;
                case "archive" -> ARCHIVE_GET;
                case "shards" -> CLAIM_GET;
                case "logs" ->
                    own != null && key.equals(ObjectKeys.descriptor(own)) ? OWN_DESCRIPTOR_GET : SEAL_DESCRIPTOR_GET;
                case "idx" -> RUN_GET;
                case "wal" -> slotGet(key, offset, length);
                case "seg" -> SEGMENT_GET;
                default -> throw new IllegalArgumentException(key);
            };
        }

        private SimPoint slotGet(String key, long offset, int length) {
            if (length == 0) {
                return SEAL_PROBE;
            }
            if (length == WalFooter.SIZE) {
                return putBefore.contains(key) ? look(key) : SEAL_SCAN;
            }
            return offset < 0 ? LOAD_INDEX : ENTRY_GET;
        }

        private SimPoint look(String key) {
            Optional<StoredObject> found = bucket.get(key);
            return found.isPresent() && footer(found.get().bytes(), key).kind() == WalFooter.DATA
                    ? SLOT_LOOK_OWN
                    : SLOT_LOOK_SEAL;
        }

        SimPoint put(String key, byte[] bytes, Condition condition) {
            boolean again = !putBefore.add(key);
            boolean first = condition instanceof Condition.IfAbsent;
            return switch (kind(key)) {
                case "cluster" -> CLUSTER_PUT;
                case "archive" -> first ? ARCHIVE_FIRST_PUT : ARCHIVE_CAS;
                case "shards" -> first ? CLAIM_FIRST_PUT : CLAIM_CAS;
                case "logs" -> descriptorPut(LogDescriptor.decode(bytes, key), first);
                case "idx" -> runPut(key, bytes);
                case "wal" -> slotPut(footer(bytes, key), again);
                case "seg" -> SEGMENT_PUT;
                default -> throw new IllegalArgumentException(key);
            };
        }

        private SimPoint descriptorPut(LogDescriptor descriptor, boolean first) {
            if (!descriptor.sealed()) {
                own = descriptor.log();
                return first ? DESCRIPTOR_PUT : COLLECT_CAS;
            }
            return descriptor.log().equals(own) ? LEAVE_CAS : SEAL_CAS;
        }

        private static SimPoint runPut(String key, byte[] bytes) {
            RunDirectory directory =
                    Runs.whole(new StoredObject(bytes, "", bytes.length), key).directory();
            if (directory.level() > 0) {
                return RUN_MERGE_PUT;
            }
            return directory.own() ? RUN_PUT : RUN_TAIL_PUT;
        }

        private SimPoint slotPut(WalFooter footer, boolean again) {
            boolean ahead = footer.slot() > 1 && !bucket.holds(ObjectKeys.slot(footer.log(), footer.slot() - 1));
            if (footer.kind() == WalFooter.DATA) {
                return again ? SLOT_PUT_AGAIN : ahead ? SLOT_PUT_AHEAD : SLOT_PUT;
            }
            if (footer.log().equals(own)) {
                return LEAVE_PUT;
            }
            return ahead ? SEAL_WALL_PUT : SEAL_GAP_PUT;
        }

        private static WalFooter footer(byte[] bytes, String key) {
            return WalFooter.decode(bytes, bytes.length, key);
        }

        private static String kind(String key) {
            int slash = key.indexOf('/');
            return slash < 0 ? key : key.substring(0, slash);
        }
    }
}
