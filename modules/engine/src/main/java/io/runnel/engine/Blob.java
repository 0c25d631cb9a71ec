package io.runnel.engine;

import io.runnel.model.BasinConfig;
import io.runnel.model.Limits;
import io.runnel.model.RetentionPolicy;
import io.runnel.model.StreamCipher;
import io.runnel.model.StreamConfig;
import io.runnel.model.StreamOptions;
import io.runnel.model.TimestampingMode;
import io.runnel.model.Utf8;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the engine writes values into its persisted formats: big endian, texts as length and UTF-8, optional values behind
 * a byte that is 0 or 1. A change to anything here is a new version of every format that uses it.
 */
final class Blob {
    private Blob() {}

    @FunctionalInterface
    interface Writer<T> {
        void write(DataOutput out, T value) throws IOException;
    }

    @FunctionalInterface
    interface Reader<T> {
        T read(DataInput in) throws IOException;
    }

    /** Reads what versions of a format have been written in. */
    @FunctionalInterface
    interface VersionedReader<T> {
        T read(int version, DataInput in) throws IOException;
    }

    @FunctionalInterface
    interface Body {
        void write(DataOutput out) throws IOException;
    }

    static byte[] encode(int version, Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(version);
            body.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen in memory", e);
        }
        return bytes.toByteArray();
    }

    /** @throws UncheckedIOException if the bytes are of another version, damaged, too short or too long */
    static <T> T decode(int version, byte[] bytes, Reader<T> body) {
        return decode(version, version, bytes, (found, in) -> body.read(in));
    }

    /** @throws UncheckedIOException if the bytes are of a version before or after these, damaged, too short or too long */
    static <T> T decode(int oldest, int newest, byte[] bytes, VersionedReader<T> body) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int found = in.readUnsignedByte();
            if (found < oldest || found > newest) {
                throw new IOException("format version " + found + " is unknown, expected " + newest);
            }
            T value = body.read(found, in);
            if (in.available() > 0) {
                throw new IOException(in.available() + " bytes too many");
            }
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot decode persisted state of the engine: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            // A value that its own type refuses, such as a name.
            throw new UncheckedIOException(
                    "cannot decode persisted state of the engine: " + e.getMessage(), new IOException(e));
        }
    }

    static void writeText(DataOutput out, String text) throws IOException {
        byte[] utf8 = Utf8.bytes(text);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    static String readText(DataInput in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > Limits.MAX_BODY_BYTES) {
            throw new IOException("a text of " + length + " bytes, which no request can have brought");
        }
        byte[] utf8 = new byte[length];
        in.readFully(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    static void writeInstant(DataOutput out, Instant instant) throws IOException {
        out.writeLong(instant.getEpochSecond());
        out.writeInt(instant.getNano());
    }

    static Instant readInstant(DataInput in) throws IOException {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }

    static <T> void writeOptional(DataOutput out, @Nullable T value, Writer<T> writer) throws IOException {
        out.writeBoolean(value != null);
        if (value != null) {
            writer.write(out, value);
        }
    }

    static <T> @Nullable T readOptional(DataInput in, Reader<T> reader) throws IOException {
        return in.readBoolean() ? reader.read(in) : null;
    }

    static <R> void writeOrigin(DataOutput out, @Nullable Origin<R> origin, Writer<R> writer) throws IOException {
        out.writeBoolean(origin != null);
        if (origin != null) {
            writeText(out, origin.token());
            writer.write(out, origin.requested());
        }
    }

    static <R> @Nullable Origin<R> readOrigin(DataInput in, Reader<R> reader) throws IOException {
        return in.readBoolean() ? new Origin<>(readText(in), reader.read(in)) : null;
    }

    static void writeStreamConfig(DataOutput out, StreamConfig config) throws IOException {
        writeText(out, config.storageClass());
        writeRetention(out, config.retention());
        writeMode(out, config.timestampingMode());
        out.writeBoolean(config.uncapped());
        out.writeLong(config.deleteOnEmptyMinAgeSecs());
    }

    static StreamConfig readStreamConfig(DataInput in) throws IOException {
        return new StreamConfig(readText(in), readRetention(in), readMode(in), in.readBoolean(), in.readLong());
    }

    static void writeOptions(DataOutput out, StreamOptions options) throws IOException {
        writeOptional(out, options.storageClass(), Blob::writeText);
        writeOptional(out, options.retention(), Blob::writeRetention);
        writeOptional(out, options.timestampingMode(), Blob::writeMode);
        writeOptional(out, options.uncapped(), DataOutput::writeBoolean);
        writeOptional(out, options.deleteOnEmptyMinAgeSecs(), DataOutput::writeLong);
    }

    static StreamOptions readOptions(DataInput in) throws IOException {
        return new StreamOptions(
                readOptional(in, Blob::readText),
                readOptional(in, Blob::readRetention),
                readOptional(in, Blob::readMode),
                readOptional(in, DataInput::readBoolean),
                readOptional(in, DataInput::readLong));
    }

    static void writeBasinConfig(DataOutput out, BasinConfig config) throws IOException {
        writeOptions(out, config.defaultStreamOptions());
        writeOptional(out, config.streamCipher(), (to, cipher) -> writeText(to, cipher.wireName()));
        out.writeBoolean(config.createStreamOnAppend());
        out.writeBoolean(config.createStreamOnRead());
    }

    static BasinConfig readBasinConfig(DataInput in) throws IOException {
        return new BasinConfig(readOptions(in), readOptional(in, Blob::readCipher), in.readBoolean(), in.readBoolean());
    }

    private static void writeRetention(DataOutput out, RetentionPolicy retention) throws IOException {
        // An age is never 0, which therefore means for ever.
        out.writeLong(retention instanceof RetentionPolicy.Age age ? age.seconds() : 0);
    }

    private static RetentionPolicy readRetention(DataInput in) throws IOException {
        long seconds = in.readLong();
        return seconds == 0 ? new RetentionPolicy.Infinite() : new RetentionPolicy.Age(seconds);
    }

    private static void writeMode(DataOutput out, TimestampingMode mode) throws IOException {
        out.writeByte(
                switch (mode) {
                    case CLIENT_PREFER -> 1;
                    case CLIENT_REQUIRE -> 2;
                    case ARRIVAL -> 3;
                });
    }

    private static TimestampingMode readMode(DataInput in) throws IOException {
        int mode = in.readUnsignedByte();
        return switch (mode) {
            case 1 -> TimestampingMode.CLIENT_PREFER;
            case 2 -> TimestampingMode.CLIENT_REQUIRE;
            case 3 -> TimestampingMode.ARRIVAL;
            default -> throw new IOException("unknown timestamping mode " + mode);
        };
    }

    private static StreamCipher readCipher(DataInput in) throws IOException {
        String name = readText(in);
        for (StreamCipher cipher : StreamCipher.values()) {
            if (Objects.equals(cipher.wireName(), name)) {
                return cipher;
            }
        }
        throw new IOException("unknown cipher " + name);
    }
}
