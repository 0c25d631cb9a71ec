package io.runnel.storetools;

/** Adds up what identifies entries, in no order, as index runs say it. */
final class SetSum {
    private SetSum() {}

    static long of(long keyHigh, long keyLow, int generation, long firstSeq, long nextSeq, int payloadLength) {
        long hash = mix(keyHigh);
        hash = mix(hash ^ keyLow);
        hash = mix(hash ^ generation);
        hash = mix(hash ^ firstSeq);
        hash = mix(hash ^ nextSeq);
        return mix(hash ^ payloadLength);
    }

    /** One step of splitmix64. */
    static long mix(long value) {
        long mixed = value + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
