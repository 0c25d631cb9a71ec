package io.runnel.storetools;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** 128 bits: of an installation, a log, an attempt to write; or the key of an entity, in whose order they are unsigned. */
record Id(long high, long low) implements Comparable<Id> {
    static final int DIGITS = 32;

    static Id of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Id(buffer.getLong(), buffer.getLong());
    }

    /** @throws IllegalArgumentException if these are not 32 hexadecimal digits */
    static Id parse(String digits) {
        if (digits.length() != DIGITS) {
            throw new IllegalArgumentException("an id has " + DIGITS + " hexadecimal digits, got '" + digits + "'");
        }
        return new Id(HexFormat.fromHexDigitsToLong(digits, 0, 16), HexFormat.fromHexDigitsToLong(digits, 16, DIGITS));
    }

    /** Of a log: when it was opened, milliseconds since the epoch. */
    long epochMillis() {
        return high >>> 16;
    }

    /** The shard of the entity among those of its kind. */
    int shard(int shards) {
        return Math.floorMod((int) (high >>> 32), shards);
    }

    @Override
    public int compareTo(Id other) {
        int order = Long.compareUnsigned(high, other.high);
        return order != 0 ? order : Long.compareUnsigned(low, other.low);
    }

    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }
}
