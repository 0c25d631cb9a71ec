package io.runnel.storetools;

/**
 * An entry as it lies in an object.
 *
 * @param offset in the object
 * @param stateLength -1 for none
 */
record StoredEntry(
        int offset,
        Id key,
        int generation,
        long revision,
        long firstSeq,
        long nextSeq,
        long firstTimestamp,
        long lastTimestamp,
        long expiresAtMillis,
        long floor,
        int weight,
        int stateLength,
        int payloadLength) {
    static final int HEADER = 96;

    /** The entry at {@code at}, without its payload; its checksum has been verified. */
    static StoredEntry read(byte[] bytes, int at) {
        FormatReader in = new FormatReader(bytes, at + 8, at + HEADER);
        Id key = in.id();
        int generation = in.i32();
        int stateLength = in.i32();
        return new StoredEntry(
                at,
                key,
                generation,
                in.i64(),
                in.i64(),
                in.i64(),
                in.i64(),
                in.i64(),
                in.i64(),
                in.i64(),
                in.i32(),
                stateLength,
                in.i32());
    }

    static int length(int stateLength, int payloadLength) {
        return HEADER + Math.max(0, stateLength) + payloadLength;
    }

    int length() {
        return length(stateLength, payloadLength);
    }

    int payloadOffset() {
        return offset + HEADER + Math.max(0, stateLength);
    }

    boolean holdsPositions() {
        return firstSeq != nextSeq;
    }

    /** The same for the same entry, wherever it lies; and for hardly any other. */
    long fingerprint() {
        return fingerprint(
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

    static long fingerprint(
            long keyHigh,
            long keyLow,
            int generation,
            long firstSeq,
            long nextSeq,
            long lastTimestamp,
            long expiresAtMillis,
            int stateLength,
            int payloadLength) {
        long hash = SetSum.mix(keyHigh);
        hash = SetSum.mix(hash ^ keyLow);
        hash = SetSum.mix(hash ^ generation);
        hash = SetSum.mix(hash ^ firstSeq);
        hash = SetSum.mix(hash ^ nextSeq);
        hash = SetSum.mix(hash ^ lastTimestamp);
        hash = SetSum.mix(hash ^ expiresAtMillis);
        hash = SetSum.mix(hash ^ stateLength);
        return SetSum.mix(hash ^ payloadLength);
    }
}
