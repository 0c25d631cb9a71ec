package io.runnel.log;

/**
 * Adds up what identifies entries, in no order: equal sums mean equal sets, but for one chance in 2^64. Moving and merging
 * must neither lose an entry nor invent one.
 */
final class SetSum {
    private long sum;

    void add(long keyHigh, long keyLow, int generation, long firstSeq, long nextSeq, int payloadLength) {
        long hash = mix(keyHigh);
        hash = mix(hash ^ keyLow);
        hash = mix(hash ^ generation);
        hash = mix(hash ^ firstSeq);
        hash = mix(hash ^ nextSeq);
        sum += mix(hash ^ payloadLength);
    }

    long value() {
        return sum;
    }

    /** The finalizer of splitmix64, which is a permutation; zero is not a fixed point. */
    private static long mix(long value) {
        long mixed = value + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
