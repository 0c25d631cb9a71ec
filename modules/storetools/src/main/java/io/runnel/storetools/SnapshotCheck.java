package io.runnel.storetools;

import io.runnel.model.EntityIds;
import io.runnel.storetools.ObjectName.Kind;
import java.util.Map;
import java.util.TreeMap;

/** Checks the snapshots of actors that are no streams: what they say they are, and that those are there that are needed. */
final class SnapshotCheck {
    private static final int MAGIC = 0x524E5353; // RNSS
    private static final String MEANING =
            "the actor starts from an earlier snapshot, or from its events, if there are any; else its basins or streams "
                    + "are not known";

    private final StoreReader reader;
    private final Findings findings;
    private final Map<Id, Long> latest = new TreeMap<>();
    private long snapshots;

    /**
     * What a snapshot holds.
     *
     * @param object the snapshot itself, at its serializer's number
     */
    record Snapshot(String persistenceId, long sequenceNumber, long timestamp, FormatReader object) {}

    SnapshotCheck(StoreReader reader, Findings findings) {
        this.reader = reader;
        this.findings = findings;
    }

    long snapshots() {
        return snapshots;
    }

    /** @param floors of actors whose events up to there have been deleted */
    void check(Map<Id, Long> floors) {
        reader.list("snapshots/", "", key -> {
            ObjectName name = ObjectName.of(key);
            if (name.kind() == Kind.SNAPSHOT) {
                snapshots++;
                check(key, name);
            }
        });
        floors.forEach((entity, floor) -> {
            if (latest.getOrDefault(entity, 0L) < floor - 1) {
                findings.add(Finding.missing(
                        ObjectName.snapshots(entity),
                        "a snapshot of number " + (floor - 1) + " or later, as the events before " + floor
                                + " have been deleted",
                        "what these events did to basins or streams is lost"));
            }
        });
    }

    private void check(String key, ObjectName name) {
        try {
            reader.get(key).ifPresent(object -> {
                Snapshot snapshot = read(object.bytes());
                Id entity = Id.of(EntityIds.hash(snapshot.persistenceId));
                SmallObjects.require(
                        entity.equals(name.id()) && snapshot.sequenceNumber == name.number(),
                        "snapshot " + name.number() + " of entity " + name.id(),
                        snapshot.sequenceNumber + " of " + snapshot.persistenceId);
                latest.merge(entity, snapshot.sequenceNumber, Math::max);
            });
        } catch (DamagedException e) {
            findings.add(Finding.damage(key, e, MEANING));
        }
    }

    static Snapshot read(byte[] bytes) {
        int end = bytes.length - 4;
        SmallObjects.require(end > 0, "a snapshot", bytes.length + " bytes");
        FormatReader.requireCrc(new FormatReader(bytes, end, bytes.length).i32(), bytes, 0, end, "the snapshot");
        FormatReader in = new FormatReader(bytes, 0, end);
        int magic = in.i32();
        int version = in.u8();
        SmallObjects.require(magic == MAGIC, "RNSS", Integer.toHexString(magic));
        SmallObjects.require(version == 1, "version 1 of its format", version);
        String persistenceId = in.utf8();
        long sequenceNumber = in.i64();
        long timestamp = in.i64();
        FormatReader object = new FormatReader(bytes, in.position(), end);
        skipObject(in);
        if (in.u8() == 1) {
            skipObject(in);
        }
        in.end();
        return new Snapshot(persistenceId, sequenceNumber, timestamp, object);
    }

    private static void skipObject(FormatReader in) {
        in.i32(); // the serializer
        in.utf8();
        in.skip(in.i32());
    }
}
