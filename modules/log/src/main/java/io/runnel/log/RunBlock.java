package io.runnel.log;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A block of an index run: entries sorted by entity, generation and position, each written as its difference from the one
 * before. {@link Writer} and {@link Cursor} are each other's inverse.
 */
final class RunBlock {
    private static final int NEW_KEY = 1;
    private static final int NEW_GENERATION = 2;
    private static final int NEW_LOG = 4;
    private static final int HAS_STATE = 8;
    private static final int EXPIRES = 16;

    private RunBlock() {}

    /** Appends to what it is given; a new writer begins a new block. */
    static final class Writer {
        private final FormatWriter out;
        private @Nullable EntityKey key;
        private int generation;
        private int log;
        private long place;
        private long nextSeq;
        private long lastTimestamp;
        private long expiresAtMillis;

        Writer(FormatWriter out) {
            this.out = out;
        }

        /** @param logNumber of the entry's log, in the run's list of logs */
        void add(EntityKey entity, EntryRef ref, int logNumber) {
            boolean newKey = !entity.equals(key);
            boolean newGeneration = newKey || ref.generation != generation;
            if (newGeneration) {
                nextSeq = 0;
                lastTimestamp = 0;
                expiresAtMillis = 0;
            }
            out.u8((newKey ? NEW_KEY : 0)
                    | (newGeneration ? NEW_GENERATION : 0)
                    | (logNumber != log ? NEW_LOG : 0)
                    | (ref.stateLength >= 0 ? HAS_STATE : 0)
                    | (ref.expiresAtMillis != Long.MAX_VALUE ? EXPIRES : 0));
            if (newKey) {
                out.key(entity);
            }
            if (newGeneration) {
                out.varint(ref.generation);
            }
            if (logNumber != log) {
                out.varint(logNumber);
            }
            out.zigzag(ref.place - place).varint(ref.offset).varint(ref.payloadLength);
            if (ref.stateLength >= 0) {
                out.varint(ref.stateLength);
            }
            out.zigzag(ref.firstSeq - nextSeq)
                    .varint(ref.nextSeq - ref.firstSeq)
                    .zigzag(ref.lastTimestamp - lastTimestamp);
            if (ref.expiresAtMillis != Long.MAX_VALUE) {
                out.zigzag(ref.expiresAtMillis - expiresAtMillis);
                expiresAtMillis = ref.expiresAtMillis;
            }
            key = entity;
            generation = ref.generation;
            log = logNumber;
            place = ref.place;
            nextSeq = ref.nextSeq;
            lastTimestamp = ref.lastTimestamp;
        }
    }

    /** Goes through the entries of a block without an object for each; only what is wanted becomes one. */
    static final class Cursor {
        private final FormatReader in;
        private final List<Id> logs;
        private long keyHigh;
        private long keyLow;
        private int generation;
        private int log;
        private long place;
        private int offset;
        private int stateLength;
        private int payloadLength;
        private long firstSeq;
        private long nextSeq;
        private long lastTimestamp;
        private long lastExpiry;
        private long expiresAtMillis;

        /** @param logs of the run */
        Cursor(FormatReader in, List<Id> logs) {
            this.in = in;
            this.logs = logs;
        }

        /** @return whether there was another entry, which is the current one now */
        boolean next() {
            if (!in.hasMore()) {
                return false;
            }
            int flags = in.u8();
            if ((flags & NEW_KEY) != 0) {
                keyHigh = in.i64();
                keyLow = in.i64();
            }
            if ((flags & NEW_GENERATION) != 0) {
                generation = in.natural();
                nextSeq = 0;
                lastTimestamp = 0;
                lastExpiry = 0;
            }
            if ((flags & NEW_LOG) != 0) {
                log = in.natural();
            }
            place += in.zigzag();
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
            if (log >= logs.size()) {
                throw in.corrupt("names a log that it does not list");
            }
            if (!EntryRef.fits(offset, stateLength, payloadLength, Integer.MAX_VALUE)) {
                throw in.corrupt("names an entry that no object holds");
            }
            return true;
        }

        /** The entity of the current entry, compared with another. */
        int compareKey(EntityKey other) {
            int order = Long.compareUnsigned(keyHigh, other.high());
            return order != 0 ? order : Long.compareUnsigned(keyLow, other.low());
        }

        /** The order of a run. */
        int compareTo(Cursor other) {
            int order = Long.compareUnsigned(keyHigh, other.keyHigh);
            order = order != 0 ? order : Long.compareUnsigned(keyLow, other.keyLow);
            order = order != 0 ? order : Integer.compare(generation, other.generation);
            return order != 0 ? order : Long.compareUnsigned(firstSeq, other.firstSeq);
        }

        EntityKey key() {
            return new EntityKey(keyHigh, keyLow);
        }

        int generation() {
            return generation;
        }

        /** Whether it lies in the same object as something else. */
        boolean isIn(Place other) {
            return place == other.number() && logs.get(log).equals(other.log());
        }

        Place place() {
            return new Place(logs.get(log), place);
        }

        /** The bytes of the entry, with everything around the payload. */
        int length() {
            return WalEntry.HEADER + Math.max(0, stateLength) + payloadLength;
        }

        long expiresAtMillis() {
            return expiresAtMillis;
        }

        void addTo(SetSum sum) {
            sum.add(keyHigh, keyLow, generation, firstSeq, nextSeq, payloadLength);
        }

        long firstSeq() {
            return firstSeq;
        }

        long nextSeq() {
            return nextSeq;
        }

        long lastTimestamp() {
            return lastTimestamp;
        }

        EntryRef ref() {
            return new EntryRef(
                    logs.get(log),
                    place,
                    offset,
                    stateLength,
                    payloadLength,
                    generation,
                    firstSeq,
                    nextSeq,
                    lastTimestamp,
                    expiresAtMillis);
        }
    }
}
