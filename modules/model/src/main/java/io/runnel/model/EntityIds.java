package io.runnel.model;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * How entities are named and spread: {@code <kind>|<rest>}. The same function decides the shard in Cluster Sharding and
 * in the log, so that a shard of one is a shard of the other.
 */
public final class EntityIds {
    public static final String ACCOUNT = "account|default";

    private EntityIds() {}

    public static String basin(BasinName basin) {
        return "basin|" + basin;
    }

    /** A basin name holds no bar, so the stream name may hold anything. */
    public static String stream(BasinName basin, StreamName stream) {
        return "stream|" + basin + "|" + stream;
    }

    /** The text before the first bar; {@code other} for an id without one. */
    public static String kind(String persistenceId) {
        int bar = persistenceId.indexOf('|');
        return bar < 0 ? "other" : persistenceId.substring(0, bar);
    }

    /** 16 bytes that stand for the id: the beginning of its SHA-256, since people choose names and could collide others. */
    public static byte[] hash(String persistenceId) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Utf8.bytes(persistenceId));
            return ByteBuffer.allocate(16).put(digest, 0, 16).array();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The shard of an entity among those of its kind: 0 to {@code shards} - 1. */
    public static int shard(byte[] hash, int shards) {
        return Math.floorMod(ByteBuffer.wrap(hash).getInt(), shards);
    }
}
