package io.runnel.journal;

import io.runnel.log.CorruptLogException;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.jspecify.annotations.Nullable;

/** A snapshot of an actor that is not a stream, as an object holds it; {@code docs/formats.md} specifies it. */
record StoredSnapshot(
        String persistenceId,
        long sequenceNr,
        long timestamp,
        ObjectCodec.Blob snapshot,
        ObjectCodec.@Nullable Blob metadata) {
    private static final int MAGIC = 0x524E5353; // RNSS
    private static final int VERSION = 1;

    static StoredSnapshot of(SnapshotMetadata metadata, Object snapshot, ObjectCodec objects) {
        Object more = metadata.metadata().isDefined() ? metadata.metadata().get() : null;
        return new StoredSnapshot(
                metadata.persistenceId(),
                metadata.sequenceNr(),
                metadata.timestamp(),
                objects.serialize(snapshot),
                more == null ? null : objects.serialize(more));
    }

    SelectedSnapshot selected(ObjectCodec objects) {
        SnapshotMetadata described = new SnapshotMetadata(persistenceId, sequenceNr, timestamp);
        return SelectedSnapshot.create(
                metadata == null ? described : described.withMetadata(objects.deserialize(metadata)),
                objects.deserialize(snapshot));
    }

    byte[] encode() {
        return new FormatWriter()
                .i32(MAGIC)
                .u8(VERSION)
                .text(persistenceId)
                .i64(sequenceNr)
                .i64(timestamp)
                .object(snapshot)
                .optionalObject(metadata)
                .checksum()
                .bytes();
    }

    /** @throws CorruptLogException if the object at {@code key} is not a snapshot of {@code persistenceId} */
    static StoredSnapshot decode(String persistenceId, String key, byte[] bytes) {
        FormatReader in = new FormatReader(bytes, key).checksummed();
        if (in.i32() != MAGIC) {
            throw new CorruptLogException(key + " is not a snapshot");
        }
        StoredSnapshot stored =
                new StoredSnapshot(in.version(VERSION).text(), in.i64(), in.i64(), in.object(), in.optionalObject());
        in.end();
        if (!stored.persistenceId().equals(persistenceId)) {
            throw new CorruptLogException(key + " is a snapshot of " + stored.persistenceId());
        }
        return stored;
    }
}
