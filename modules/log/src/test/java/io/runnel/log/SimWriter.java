package io.runnel.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One entity on one node: makes its next entries from what the node knows, and remembers what the node may show of it. */
final class SimWriter {
    static final int WIDEST_HOLE = 1;
    private static final byte[] NOISE = noise();

    private final EntityKey key;
    private final String shard;
    private final Random random;
    private final List<LogEntry> visible;
    private @Nullable EntityRow row; // of what is visible
    private int generation;
    private long revision;
    private long nextSeq;
    private long floor;
    private long timestamp;
    private boolean ended;

    /** @param known the entries that the node has found */
    SimWriter(EntityKey key, String shard, Random random, List<LogEntry> known) {
        this.key = key;
        this.shard = shard;
        this.random = random;
        this.visible = new ArrayList<>(known);
        this.row = SimEntities.after(null, known);
        if (row != null) {
            generation = row.generation();
            revision = row.revision();
            nextSeq = row.nextSeq();
            floor = row.floor();
            timestamp = row.lastTimestamp();
            ended = row.hasEnded();
        }
    }

    EntityKey key() {
        return key;
    }

    String shard() {
        return shard;
    }

    List<LogEntry> visible() {
        return visible;
    }

    @Nullable
    EntityRow row() {
        return row;
    }

    void durable(LogEntry entry) {
        visible.add(entry);
        row = SimEntities.after(row, List.of(entry));
    }

    /** @param forgotten whether the log has nothing of the entity */
    LogEntry next(long nowMillis, int largest, boolean forgotten) {
        boolean floorOnly = !ended && revision > 0 && nextSeq > floor && random.nextInt(15) == 0;
        if (ended || (!floorOnly && random.nextInt(40) == 0)) {
            revision = ended && forgotten ? 0 : revision;
            generation++;
            nextSeq = 0;
            floor = 0;
            timestamp = 0;
            ended = false;
        }
        if (!floorOnly && random.nextInt(25) == 0) {
            return end();
        }
        if (floorOnly || random.nextInt(12) == 0) {
            floor += (floorOnly ? 1 : 0) + random.nextInt((int) (nextSeq - floor) + (floorOnly ? 0 : 1));
        }
        revision += floorOnly ? 0 : 1 + random.nextInt(2);
        boolean empty = floorOnly || random.nextInt(10) == 0;
        long first = nextSeq + (!empty && random.nextInt(20) == 0 ? WIDEST_HOLE : 0);
        nextSeq = empty ? nextSeq : first + 1 + random.nextInt(4);
        long firstTimestamp = timestamp + random.nextInt(3);
        timestamp = empty ? timestamp : firstTimestamp + random.nextInt(3);
        return new LogEntry(
                key,
                shard,
                generation,
                revision,
                first,
                nextSeq,
                empty ? 0 : firstTimestamp,
                empty ? 0 : timestamp,
                expiry(nowMillis),
                floor,
                random.nextInt(),
                !floorOnly && random.nextInt(6) == 0 ? state() : null,
                empty ? new byte[0] : bytes(largest));
    }

    private LogEntry end() {
        ended = true;
        revision++;
        floor = nextSeq;
        return new LogEntry(
                key,
                shard,
                generation,
                revision,
                nextSeq,
                nextSeq,
                0,
                0,
                Long.MAX_VALUE,
                floor,
                0,
                new byte[0],
                new byte[0]);
    }

    private byte[] state() {
        return new byte[] {1, (byte) random.nextInt()};
    }

    private long expiry(long nowMillis) {
        return switch (random.nextInt(12)) {
            case 0 -> 0;
            case 1 -> nowMillis + random.nextInt(10_000);
            default -> Long.MAX_VALUE;
        };
    }

    private byte[] bytes(int most) {
        int from = random.nextInt(NOISE.length);
        return Arrays.copyOfRange(NOISE, from, Math.min(NOISE.length, from + random.nextInt(most)));
    }

    private static byte[] noise() {
        byte[] noise = new byte[1 << 16];
        new Random(1).nextBytes(noise);
        return noise;
    }
}
