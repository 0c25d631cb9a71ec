package io.runnel.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Protobuf messages field by field, so that what the suite writes and reads owes nothing to the server's own encoder.
 * {@code Proto} writes; {@link Fields} are read.
 */
final class Proto {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Proto varint(int field, long value) {
        rawVarint((field << 3) | WireFormat.WIRETYPE_VARINT);
        rawVarint(value);
        return this;
    }

    Proto bytes(int field, byte[] value) {
        rawVarint((field << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED);
        rawVarint(value.length);
        out.writeBytes(value);
        return this;
    }

    Proto message(int field, Proto value) {
        return bytes(field, value.toBytes());
    }

    Proto rawVarint(long value) {
        long left = value;
        while ((left & ~0x7fL) != 0) {
            out.write((int) ((left & 0x7f) | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
        return this;
    }

    Proto raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    /** The message made exactly so long by an unknown field. */
    static byte[] padded(byte[] message, int size) {
        for (int bytesOfLength = 1; bytesOfLength <= 4; bytesOfLength++) {
            int padding = size - message.length - 1 - bytesOfLength;
            byte[] padded = new Proto().raw(message).bytes(9, new byte[padding]).toBytes();
            if (padded.length == size) {
                return padded;
            }
        }
        throw new IllegalArgumentException("cannot make it " + size + " bytes long");
    }

    static Fields read(byte[] message) {
        List<Field> fields = new ArrayList<>();
        CodedInputStream in = CodedInputStream.newInstance(message);
        try {
            while (!in.isAtEnd()) {
                int tag = in.readTag();
                int number = WireFormat.getTagFieldNumber(tag);
                switch (WireFormat.getTagWireType(tag)) {
                    case WireFormat.WIRETYPE_VARINT -> fields.add(new Field(number, in.readRawVarint64(), ""));
                    case WireFormat.WIRETYPE_LENGTH_DELIMITED ->
                        fields.add(new Field(number, 0, new String(in.readByteArray(), ISO_8859_1)));
                    default -> throw new AssertionError("a server message has no field like " + tag);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("not a message", e);
        }
        return new Fields(fields);
    }

    /** Bytes are kept as ISO 8859-1 text. */
    private record Field(int number, long varint, String bytes) {}

    /** A message that was read. */
    record Fields(List<Field> fields) {
        boolean has(int number) {
            return fields.stream().anyMatch(field -> field.number == number);
        }

        long number(int number) {
            return fields.stream()
                    .filter(field -> field.number == number)
                    .mapToLong(field -> field.varint)
                    .reduce(0, (first, second) -> second);
        }

        String text(int number) {
            return fields.stream()
                    .filter(field -> field.number == number)
                    .map(field -> field.bytes)
                    .reduce("", (first, second) -> second);
        }

        List<Fields> messages(int number) {
            return fields.stream()
                    .filter(field -> field.number == number)
                    .map(field -> read(field.bytes.getBytes(ISO_8859_1)))
                    .toList();
        }

        /** A position, which must be there even if both of its members are zero (contract 11). */
        Position position(int number) {
            if (!has(number)) {
                throw new AssertionError("field " + number + " is missing");
            }
            Fields position = messages(number).get(0);
            return new Position(position.number(1), position.number(2));
        }
    }
}
