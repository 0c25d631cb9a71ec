package io.runnel.storetools;

import java.util.List;

/** Goes through a block of an index run: the current entry's fields, until the next. */
final class RunCursor {
    private static final int NEW_KEY = 1;
    private static final int NEW_GENERATION = 2;
    private static final int NEW_LOG = 4;
    private static final int HAS_STATE = 8;
    private static final int EXPIRES = 16;
    private static final int ALL = 31;

    private final FormatReader in;
    private final List<Id> logs;
    private boolean begun;
    private long lastExpiry;
    private int logNumber;

    Id key = new Id(0, 0);
    int generation;
    long place;
    int offset;
    int stateLength;
    int payloadLength;
    long firstSeq;
    long nextSeq;
    long lastTimestamp;
    long expiresAtMillis;

    /** @param logs of the run */
    RunCursor(FormatReader in, List<Id> logs) {
        this.in = in;
        this.logs = logs;
    }

    /** @return whether there was another entry, which is the current one now */
    boolean next() {
        if (!in.hasMore()) {
            return false;
        }
        int flags = in.u8();
        SmallObjects.require((flags & ~ALL) == 0, "flags of an entry", flags);
        boolean newKey = (flags & NEW_KEY) != 0;
        SmallObjects.require(begun || newKey, "an entity at the beginning of a block", "none");
        SmallObjects.require(!newKey || (flags & NEW_GENERATION) != 0, "a generation with an entity", "none");
        begun = true;
        if (newKey) {
            key = in.id();
        }
        if ((flags & NEW_GENERATION) != 0) {
            generation = in.natural();
            nextSeq = 0;
            lastTimestamp = 0;
            lastExpiry = 0;
        }
        if ((flags & NEW_LOG) != 0) {
            logNumber = in.natural();
        }
        SmallObjects.require(logNumber < logs.size(), "one of " + logs.size() + " logs", logNumber);
        place += in.zigzag();
        SmallObjects.require(place != 0, "a slot or a segment", place);
        offset = in.natural();
        payloadLength = in.natural();
        stateLength = (flags & HAS_STATE) != 0 ? in.natural() : -1;
        firstSeq = nextSeq + in.zigzag();
        nextSeq = firstSeq + in.varint();
        lastTimestamp += in.zigzag();
        expiresAtMillis = Long.MAX_VALUE;
        if ((flags & EXPIRES) != 0) {
            lastExpiry += in.zigzag();
            expiresAtMillis = lastExpiry;
        }
        SmallObjects.require(
                Long.compareUnsigned(firstSeq, nextSeq) < 0,
                "an entry that holds positions",
                firstSeq + " to " + nextSeq);
        SmallObjects.require(
                offset >= WalFooter.HEADER && (long) offset + length() <= Integer.MAX_VALUE,
                "an offset and lengths of an object",
                offset + " and " + length());
        return true;
    }

    Id log() {
        return logs.get(logNumber);
    }

    int length() {
        return StoredEntry.length(stateLength, payloadLength);
    }

    long fingerprint() {
        return StoredEntry.fingerprint(
                key.high(),
                key.low(),
                generation,
                firstSeq,
                nextSeq,
                lastTimestamp,
                expiresAtMillis,
                stateLength,
                payloadLength);
    }

    /** Before, at, or after another entry in the order of a run. */
    int compareTo(Id otherKey, int otherGeneration, long otherFirstSeq) {
        int order = key.compareTo(otherKey);
        order = order != 0 ? order : Integer.compare(generation, otherGeneration);
        return order != 0 ? order : Long.compareUnsigned(firstSeq, otherFirstSeq);
    }
}
