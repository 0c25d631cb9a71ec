package io.runnel.log;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An entry in the body of a WAL object: whole, so that it can be read and verified alone. Its shard is only in the index.
 */
final class WalEntry {
    static final int HEADER = 96;
    private static final int REVISION = 32;

    private WalEntry() {}

    static int size(LogEntry entry) {
        byte[] state = entry.state();
        return HEADER + (state == null ? 0 : state.length) + entry.payload().length;
    }

    /** Returns where it ends. */
    static int encode(LogEntry entry, byte[] bytes, int at) {
        int payloadAt = encodeHead(entry, bytes, at);
        byte[] payload = entry.payload();
        System.arraycopy(payload, 0, bytes, payloadAt, payload.length);
        return payloadAt + payload.length;
    }

    /** What comes before the payload; returns where it ends. */
    static int encodeHead(LogEntry entry, byte[] bytes, int at) {
        byte[] state = entry.state();
        int length = size(entry);
        int headLength = length - entry.payload().length;
        ByteBuffer out = ByteBuffer.wrap(bytes, at + 4, headLength - 4)
                .putInt(length)
                .putLong(entry.key().high())
                .putLong(entry.key().low())
                .putInt(entry.generation())
                .putInt(state == null ? -1 : state.length)
                .putLong(entry.revision())
                .putLong(entry.firstSeq())
                .putLong(entry.nextSeq())
                .putLong(entry.firstTimestamp())
                .putLong(entry.lastTimestamp())
                .putLong(entry.expiresAtMillis())
                .putLong(entry.floor())
                .putInt(entry.weight())
                .putInt(entry.payload().length);
        if (state != null) {
            out.put(state);
        }
        ByteBuffer.wrap(bytes).putInt(at, Crc.of(bytes, at + 4, headLength - 4, entry.payload()));
        return at + headLength;
    }

    /** Whether the entry that the index tells of is at {@code at}, whole; if not, that is a {@link CorruptLogException}. */
    static void verify(byte[] bytes, int at, EntryRef ref, EntityKey key, String object) {
        open(bytes, at, ref, key, object);
    }

    /**
     * The entry at {@code at}, whose length is known from the index.
     *
     * @param object for the message
     * @throws CorruptLogException if that is not what is there
     */
    static LogEntry decode(byte[] bytes, int at, EntryRef ref, EntityKey key, String shard, String object) {
        ByteBuffer in = open(bytes, at, ref, key, object);
        long revision = in.getLong(at + REVISION);
        long nextSeq = in.getLong();
        long firstTimestamp = in.getLong();
        long lastTimestamp = in.getLong();
        long expiresAtMillis = in.getLong();
        long floor = in.getLong();
        int weight = in.getInt();
        int payloadAt = at + HEADER + Math.max(0, ref.stateLength);
        return new LogEntry(
                key,
                shard,
                ref.generation,
                revision,
                ref.firstSeq,
                nextSeq,
                firstTimestamp,
                lastTimestamp,
                expiresAtMillis,
                floor,
                weight,
                state(bytes, at + HEADER, ref.stateLength),
                Arrays.copyOfRange(bytes, payloadAt, payloadAt + ref.payloadLength));
    }

    /** Verified, and at what follows the first position. */
    private static ByteBuffer open(byte[] bytes, int at, EntryRef ref, EntityKey key, String object) {
        int length = ref.length();
        if (length > bytes.length - at) {
            throw new CorruptLogException(object + " is damaged: it ends before the entry at byte " + ref.offset);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, at, length);
        if (in.getInt() != Crc.of(bytes, at + 4, length - 4)) {
            throw new CorruptLogException(
                    object + " is damaged: the entry at byte " + ref.offset + " has a wrong checksum");
        }
        int foundLength = in.getInt();
        EntityKey foundKey = new EntityKey(in.getLong(), in.getLong());
        int generation = in.getInt();
        int stateLength = in.getInt();
        in.getLong(); // the revision
        long firstSeq = in.getLong();
        if (foundLength != length
                || !foundKey.equals(key)
                || generation != ref.generation
                || firstSeq != ref.firstSeq
                || stateLength != ref.stateLength) {
            throw new CorruptLogException(
                    object + " is damaged: the entry at byte " + ref.offset + " is not the one of the index");
        }
        return in;
    }

    private static byte @Nullable [] state(byte[] bytes, int at, int length) {
        return length < 0 ? null : Arrays.copyOfRange(bytes, at, at + length);
    }
}
