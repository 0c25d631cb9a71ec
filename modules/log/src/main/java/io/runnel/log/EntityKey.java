package io.runnel.log;

import java.nio.ByteBuffer;

/** 128 bits that stand for an entity; ordered as unsigned. */
public record EntityKey(long high, long low) implements Comparable<EntityKey> {
    /** @param hash 16 bytes that collide with those of no other entity */
    public static EntityKey of(byte[] hash) {
        ByteBuffer buffer = ByteBuffer.wrap(hash);
        return new EntityKey(buffer.getLong(), buffer.getLong());
    }

    @Override
    public int compareTo(EntityKey other) {
        int order = Long.compareUnsigned(high, other.high);
        return order != 0 ? order : Long.compareUnsigned(low, other.low);
    }
}
