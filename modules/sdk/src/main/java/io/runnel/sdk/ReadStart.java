package io.runnel.sdk;

/** Where a read begins. */
public sealed interface ReadStart {
    /**
     * At this record.
     *
     * @param seqNum unsigned 64-bit
     */
    record SeqNum(long seqNum) implements ReadStart {}

    /**
     * At the first record with this timestamp or a later one.
     *
     * @param timestamp unsigned 64-bit
     */
    record Timestamp(long timestamp) implements ReadStart {}

    /**
     * So many records before the tail.
     *
     * @param offset unsigned 64-bit; 0 for the tail
     */
    record TailOffset(long offset) implements ReadStart {}

    /** At the first record there is. */
    static ReadStart beginning() {
        return new SeqNum(0);
    }

    /** At the tail: what is appended from now on. */
    static ReadStart tail() {
        return new TailOffset(0);
    }

    /** At this record; unsigned 64-bit. */
    static ReadStart seqNum(long seqNum) {
        return new SeqNum(seqNum);
    }

    /** At the first record with this timestamp or a later one; unsigned 64-bit. */
    static ReadStart timestamp(long timestamp) {
        return new Timestamp(timestamp);
    }

    /** So many records before the tail; unsigned 64-bit. */
    static ReadStart tailOffset(long offset) {
        return new TailOffset(offset);
    }
}
