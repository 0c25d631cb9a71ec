package io.runnel.storetools;

import io.runnel.model.EntityIds;

/**
 * What is in entries: records in the encoding that readers are sent, or events of other actors. An entry whose checksum is
 * right can still hold something else than it says, if it was wrong from the beginning.
 */
final class Payloads {
    private static final int EVENTS = 1; // the version of that format, which no record begins with

    private Payloads() {}

    /** Whether the entry holds events of an actor that is no stream. */
    static boolean isEvents(byte[] bytes, StoredEntry entry) {
        return entry.payloadLength() > 0 && bytes[entry.payloadOffset()] == EVENTS;
    }

    /** @throws DamagedException if the payload is not what the entry says */
    static void require(byte[] bytes, StoredEntry entry) {
        SmallObjects.require(
                Long.compareUnsigned(entry.firstSeq(), entry.nextSeq()) <= 0,
                "a first position that is not after the last",
                entry);
        if (!entry.holdsPositions()) {
            SmallObjects.require(entry.payloadLength() == 0, "no payload in an entry without positions", entry);
        } else if (isEvents(bytes, entry)) {
            requireEvents(bytes, entry);
        } else {
            RecordWalk.require(bytes, entry);
        }
    }

    private static void requireEvents(byte[] bytes, StoredEntry entry) {
        FormatReader in = payload(bytes, entry);
        in.u8();
        String persistenceId = in.utf8();
        Id key = Id.of(EntityIds.hash(persistenceId));
        SmallObjects.require(key.equals(entry.key()), "events of entity " + entry.key(), "of " + persistenceId);
        int events = in.i32();
        SmallObjects.require(events > 0 && events == entry.weight(), entry.weight() + " events", events);
        for (int i = 0; i < events; i++) {
            long sequenceNumber = in.i64();
            SmallObjects.require(
                    sequenceNumber == entry.firstSeq() + i, "event " + (entry.firstSeq() + i), sequenceNumber);
            in.i64(); // the timestamp
            in.utf8(); // the writer's uuid
            in.utf8(); // the adapter's manifest
            for (int tags = in.i32(); tags > 0; tags--) {
                in.utf8();
            }
            skipObject(in);
            if (in.u8() == 1) {
                skipObject(in);
            }
        }
        in.end();
        SmallObjects.require(
                entry.firstSeq() + events == entry.nextSeq(), "events to " + entry.nextSeq(), events + " events");
    }

    static FormatReader payload(byte[] bytes, StoredEntry entry) {
        return new FormatReader(bytes, entry.payloadOffset(), entry.payloadOffset() + entry.payloadLength());
    }

    private static void skipObject(FormatReader in) {
        in.i32(); // the serializer
        in.utf8();
        in.skip(in.i32());
    }
}
