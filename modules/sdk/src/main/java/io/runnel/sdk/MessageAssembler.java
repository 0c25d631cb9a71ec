package io.runnel.sdk;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of the records that {@link MessageFraming} made of them, and drops what was appended more than once. What is
 * no part of a whole message is passed over: other records, commands, messages that were begun before the read, or never
 * ended. One writer at a time: the message of one is given up when another begins its own. Not thread-safe.
 */
final class MessageAssembler {
    private @Nullable Header lastWriter;
    private long lastSeq;
    private final List<SequencedRecord> parts = new ArrayList<>();
    private long partsWanted;
    private long bytesWanted;

    /** What a record's headers say of its place in a message. Null is what they do not say. */
    private record Place(
            @Nullable Long records,
            @Nullable Long bytes,
            @Nullable Long seq,
            @Nullable Header writer) {

        static Place of(SequencedRecord record) {
            Long records = null;
            Long bytes = null;
            Long seq = null;
            Header writer = null;
            for (Header header : record.headers()) {
                if (Arrays.equals(header.name(), MessageFraming.FRAME_RECORDS)) {
                    records = number(header, record);
                } else if (Arrays.equals(header.name(), MessageFraming.FRAME_BYTES)) {
                    bytes = number(header, record);
                } else if (Arrays.equals(header.name(), MessageFraming.DEDUPE_SEQ)) {
                    seq = number(header, record);
                } else if (Arrays.equals(header.name(), MessageFraming.WRITER_ID)) {
                    writer = header;
                }
            }
            return new Place(records, bytes, seq, writer);
        }

        private static long number(Header header, SequencedRecord record) {
            if (header.value().length != Long.BYTES) {
                throw new ProtocolException("record " + Long.toUnsignedString(record.seqNum()) + " has a header "
                        + header.nameText() + " of " + header.value().length + " bytes in place of 8");
            }
            return ByteBuffer.wrap(header.value()).getLong();
        }
    }

    /**
     * Takes the next record.
     *
     * @return the parts of the message that it completes, in order; null if it completes none
     * @throws ProtocolException if it has headers of a message that make no sense
     */
    @Nullable
    List<SequencedRecord> add(SequencedRecord record) {
        if (record.isCommand()) {
            return null;
        }
        Place place = Place.of(record);
        boolean continues = true;
        if (place.seq() != null && place.writer() != null) {
            boolean sameWriter = Objects.equals(place.writer(), lastWriter);
            if (sameWriter && Long.compareUnsigned(place.seq(), lastSeq) <= 0) {
                return null;
            }
            continues = sameWriter && place.seq() == lastSeq + 1;
            lastWriter = place.writer();
            lastSeq = place.seq();
        }
        if (place.records() != null && place.bytes() != null) {
            begin(place.records(), place.bytes(), record);
        } else if (parts.isEmpty() || !continues) {
            parts.clear();
            return null;
        }
        parts.add(record);
        return parts.size() == partsWanted ? complete() : null;
    }

    private void begin(long records, long bytes, SequencedRecord record) {
        parts.clear();
        if (bytes < 1 || bytes > MessageFraming.MAX_MESSAGE_BYTES || records < 1 || records > bytes) {
            throw new ProtocolException("record " + Long.toUnsignedString(record.seqNum()) + " begins a message of "
                    + Long.toUnsignedString(bytes) + " bytes in " + Long.toUnsignedString(records)
                    + " records; 1 to " + MessageFraming.MAX_MESSAGE_BYTES
                    + " bytes and at most as many records can be");
        }
        partsWanted = records;
        bytesWanted = bytes;
    }

    private @Nullable List<SequencedRecord> complete() {
        long bytes = 0;
        for (SequencedRecord part : parts) {
            bytes += part.bodyLength();
        }
        List<SequencedRecord> message = bytes == bytesWanted ? List.copyOf(parts) : null;
        parts.clear();
        return message;
    }

    /** The bytes of a message. */
    static byte[] join(List<SequencedRecord> parts) {
        int bytes = 0;
        for (SequencedRecord part : parts) {
            bytes += part.bodyLength();
        }
        ByteBuffer message = ByteBuffer.allocate(bytes);
        for (SequencedRecord part : parts) {
            message.put(part.body());
        }
        return message.array();
    }
}
