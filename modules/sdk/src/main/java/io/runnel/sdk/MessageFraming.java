package io.runnel.sdk;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How messages lie in records, as typed sessions of other clients lay them too. A message takes one record or several in a
 * row; the first says how many, and how many bytes they have ({@code _frame_records}, {@code _frame_bytes}). Every record says
 * who wrote it and the how manieth it is of that writer ({@code _writer_id}, {@code _dedupe_seq}). Numbers are unsigned 64-bit,
 * big-endian. Not thread-safe.
 */
final class MessageFraming {
    static final int MAX_MESSAGE_BYTES = 100 << 20;
    static final int MAX_WRITER_ID_BYTES = 256;

    static final byte[] FRAME_RECORDS = "_frame_records".getBytes(US_ASCII);
    static final byte[] FRAME_BYTES = "_frame_bytes".getBytes(US_ASCII);
    static final byte[] DEDUPE_SEQ = "_dedupe_seq".getBytes(US_ASCII);
    static final byte[] WRITER_ID = "_writer_id".getBytes(US_ASCII);

    private final Header writer;
    private final int chunkBytes;
    private long nextSeq;

    /** @param firstSeq the number of the first record, unsigned */
    MessageFraming(String writerId, long firstSeq) {
        byte[] id = writerId.getBytes(UTF_8);
        if (id.length == 0 || id.length > MAX_WRITER_ID_BYTES) {
            throw new IllegalArgumentException(
                    "a writer has a name of 1 to " + MAX_WRITER_ID_BYTES + " bytes, got " + id.length);
        }
        this.writer = Header.of(WRITER_ID, id);
        this.nextSeq = firstSeq;
        int headers = framing(0, 0).stream().mapToInt(Header::meteredBytes).sum()
                + sequence(0).meteredBytes()
                + writer.meteredBytes();
        this.chunkBytes = AppendInput.MAX_METERED_BYTES - 8 - headers;
    }

    /**
     * The records of the next message; their bodies are copies of its parts, or the message itself.
     *
     * @throws IllegalArgumentException if the message is empty or longer than 100 MiB; nothing has changed then
     */
    List<AppendRecord> split(byte[] message) {
        if (message.length == 0 || message.length > MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException(
                    "a message has 1 to " + MAX_MESSAGE_BYTES + " bytes, got " + message.length);
        }
        int count = (message.length + chunkBytes - 1) / chunkBytes;
        List<AppendRecord> records = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            List<Header> headers = new ArrayList<>(4);
            if (i == 0) {
                headers.addAll(framing(count, message.length));
            }
            headers.add(sequence(nextSeq++));
            headers.add(writer);
            int from = i * chunkBytes;
            byte[] part = count == 1
                    ? message
                    : Arrays.copyOfRange(message, from, Math.min(message.length, from + chunkBytes));
            records.add(AppendRecord.of(part).withHeaders(headers));
        }
        return records;
    }

    private static List<Header> framing(long records, long bytes) {
        return List.of(Header.of(FRAME_RECORDS, number(records)), Header.of(FRAME_BYTES, number(bytes)));
    }

    private static Header sequence(long number) {
        return Header.of(DEDUPE_SEQ, number(number));
    }

    private static byte[] number(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }
}
