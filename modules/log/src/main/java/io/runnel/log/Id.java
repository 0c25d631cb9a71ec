package io.runnel.log;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** 128 bits that name one thing and no other: an installation, a log, or an attempt to write something. */
record Id(long high, long low) {
    private static final int RANDOM_BITS_BESIDE_TIME = 16;

    static Id random(RandomGenerator random) {
        return new Id(random.nextLong(), random.nextLong());
    }

    /** An id whose text sorts by time. */
    static Id timed(long epochMillis, RandomGenerator random) {
        long noise = random.nextLong() >>> (64 - RANDOM_BITS_BESIDE_TIME);
        return new Id(epochMillis << RANDOM_BITS_BESIDE_TIME | noise, random.nextLong());
    }

    /** 32 hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }
}
