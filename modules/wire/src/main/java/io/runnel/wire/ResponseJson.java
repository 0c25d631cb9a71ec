package io.runnel.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.runnel.model.AppendAck;
import io.runnel.model.BasinConfig;
import io.runnel.model.BasinInfo;
import io.runnel.model.Page;
import io.runnel.model.Position;
import io.runnel.model.RecordCursor;
import io.runnel.model.RecordSlice;
import io.runnel.model.RetentionPolicy;
import io.runnel.model.StreamConfig;
import io.runnel.model.StreamError;
import io.runnel.model.StreamInfo;
import io.runnel.model.StreamOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON bodies of answers: contract 2.1 to 2.4, 4.3, 6.5, 6.6, 7.5. Unsigned numbers are written as such. */
public final class ResponseJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private ResponseJson() {}

    public static byte[] basinInfo(BasinInfo info) {
        return render(json -> writeBasin(json, info));
    }

    public static byte[] basins(Page<BasinInfo> page) {
        return render(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("basins");
            for (BasinInfo info : page.items()) {
                writeBasin(json, info);
            }
            json.writeEndArray();
            json.writeBooleanField("has_more", page.hasMore());
            json.writeEndObject();
        });
    }

    public static byte[] streamInfo(StreamInfo info) {
        return render(json -> writeStream(json, info));
    }

    public static byte[] streams(Page<StreamInfo> page) {
        return render(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("streams");
            for (StreamInfo info : page.items()) {
                writeStream(json, info);
            }
            json.writeEndArray();
            json.writeBooleanField("has_more", page.hasMore());
            json.writeEndObject();
        });
    }

    public static byte[] basinConfig(BasinConfig config) {
        return render(json -> {
            StreamOptions options = config.defaultStreamOptions();
            json.writeStartObject();
            json.writeFieldName("default_stream_config");
            if (options.equals(StreamOptions.NONE)) {
                json.writeNull();
            } else {
                writeOptions(json, options);
            }
            json.writeStringField(
                    "stream_cipher",
                    config.streamCipher() == null ? null : config.streamCipher().wireName());
            json.writeBooleanField("create_stream_on_append", config.createStreamOnAppend());
            json.writeBooleanField("create_stream_on_read", config.createStreamOnRead());
            json.writeEndObject();
        });
    }

    public static byte[] streamConfig(StreamConfig config) {
        return render(json -> {
            json.writeStartObject();
            json.writeStringField("storage_class", config.storageClass());
            json.writeFieldName("retention_policy");
            writeRetention(json, config.retention());
            json.writeObjectFieldStart("timestamping");
            json.writeStringField("mode", config.timestampingMode().wireName());
            json.writeBooleanField("uncapped", config.uncapped());
            json.writeEndObject();
            json.writeObjectFieldStart("delete_on_empty");
            writeU64(json, "min_age_secs", config.deleteOnEmptyMinAgeSecs());
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    public static byte[] tail(Position tail) {
        return render(json -> {
            json.writeStartObject();
            writePosition(json, "tail", tail);
            json.writeEndObject();
        });
    }

    public static byte[] appendAck(AppendAck ack) {
        return render(json -> {
            json.writeStartObject();
            writePosition(json, "start", ack.start());
            writePosition(json, "end", ack.end());
            writePosition(json, "tail", ack.tail());
            json.writeEndObject();
        });
    }

    /**
     * A {@code ReadBatch}.
     *
     * @param tail written if not null
     */
    public static byte[] readBatch(List<RecordSlice> slices, @Nullable Position tail, RecordFormat format) {
        return render(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("records");
            for (RecordSlice slice : slices) {
                RecordCursor cursor = new RecordCursor(slice);
                while (cursor.next()) {
                    writeRecord(json, cursor, format);
                }
            }
            json.writeEndArray();
            if (tail != null) {
                writePosition(json, "tail", tail);
            }
            json.writeEndObject();
        });
    }

    /** The data of an SSE ping (contract 7.8). */
    static byte[] ping(long nowMillis, Position tail) {
        return render(json -> {
            json.writeStartObject();
            json.writeNumberField("timestamp", nowMillis);
            writePosition(json, "tail", tail);
            json.writeEndObject();
        });
    }

    /** The body of an error of any status. */
    public static byte[] error(StreamError error) {
        return render(json -> {
            json.writeStartObject();
            if (error instanceof StreamError.Coded coded) {
                json.writeStringField("code", coded.code().wireName());
                // It may quote a client's text, or a piece cut out of it.
                json.writeStringField("message", Utf8Text.encodable(coded.message()));
            } else if (error instanceof StreamError.FencingTokenMismatch mismatch) {
                json.writeStringField(
                        "fencing_token_mismatch", mismatch.current().value());
            } else if (error instanceof StreamError.SeqNumMismatch mismatch) {
                writeU64(json, "seq_num_mismatch", mismatch.expected());
            } else if (error instanceof StreamError.ReadUnwritten unwritten) {
                writePosition(json, "tail", unwritten.tail());
            }
            json.writeEndObject();
        });
    }

    private interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    private static byte[] render(Content content) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(512)) {
            try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
                content.write(json);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("nothing can fail in memory", e);
        }
    }

    private static void writeRecord(JsonGenerator json, RecordCursor record, RecordFormat format) throws IOException {
        json.writeStartObject();
        writeU64(json, "seq_num", record.seqNum());
        writeU64(json, "timestamp", record.timestamp());
        if (record.headerCount() > 0) {
            json.writeArrayFieldStart("headers");
            while (record.nextHeader()) {
                json.writeStartArray();
                writeBytes(json, record.array(), record.nameOffset(), record.nameLength(), format);
                writeBytes(json, record.array(), record.valueOffset(), record.valueLength(), format);
                json.writeEndArray();
            }
            json.writeEndArray();
        }
        if (record.bodyLength() > 0) {
            json.writeFieldName("body");
            writeBytes(json, record.array(), record.bodyOffset(), record.bodyLength(), format);
        }
        json.writeEndObject();
    }

    private static void writeBytes(JsonGenerator json, byte[] array, int offset, int length, RecordFormat format)
            throws IOException {
        if (format == RecordFormat.RAW) {
            json.writeString(Utf8Text.lossy(array, offset, length));
        } else {
            byte[] encoded = Base64.getEncoder().encode(Arrays.copyOfRange(array, offset, offset + length));
            json.writeRawUTF8String(encoded, 0, encoded.length);
        }
    }

    private static void writeBasin(JsonGenerator json, BasinInfo info) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", info.name().value());
        json.writeNullField("location");
        json.writeStringField("created_at", timestamp(info.createdAt()));
        json.writeStringField("deleted_at", timestamp(info.deletedAt()));
        json.writeStringField("state", info.deletedAt() == null ? "active" : "deleting");
        json.writeEndObject();
    }

    private static void writeStream(JsonGenerator json, StreamInfo info) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", info.name().value());
        json.writeStringField("created_at", timestamp(info.createdAt()));
        json.writeStringField("deleted_at", timestamp(info.deletedAt()));
        json.writeStringField(
                "cipher", info.cipher() == null ? null : info.cipher().wireName());
        json.writeEndObject();
    }

    private static void writeOptions(JsonGenerator json, StreamOptions options) throws IOException {
        json.writeStartObject();
        json.writeStringField("storage_class", options.storageClass());
        json.writeFieldName("retention_policy");
        writeRetention(json, options.retention());
        if (options.timestampingMode() == null && options.uncapped() == null) {
            json.writeNullField("timestamping");
        } else {
            json.writeObjectFieldStart("timestamping");
            json.writeStringField(
                    "mode",
                    options.timestampingMode() == null
                            ? null
                            : options.timestampingMode().wireName());
            if (options.uncapped() == null) {
                json.writeNullField("uncapped");
            } else {
                json.writeBooleanField("uncapped", options.uncapped());
            }
            json.writeEndObject();
        }
        if (options.deleteOnEmptyMinAgeSecs() == null) {
            json.writeNullField("delete_on_empty");
        } else {
            json.writeObjectFieldStart("delete_on_empty");
            writeU64(json, "min_age_secs", options.deleteOnEmptyMinAgeSecs());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void writeRetention(JsonGenerator json, @Nullable RetentionPolicy retention) throws IOException {
        if (retention == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        if (retention instanceof RetentionPolicy.Age age) {
            writeU64(json, "age", age.seconds());
        } else {
            json.writeObjectFieldStart("infinite");
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void writePosition(JsonGenerator json, String name, Position position) throws IOException {
        json.writeObjectFieldStart(name);
        writeU64(json, "seq_num", position.seqNum());
        writeU64(json, "timestamp", position.timestamp());
        json.writeEndObject();
    }

    private static void writeU64(JsonGenerator json, String name, long value) throws IOException {
        json.writeFieldName(name);
        if (value >= 0) {
            json.writeNumber(value);
        } else {
            json.writeNumber(Long.toUnsignedString(value));
        }
    }

    /** RFC 3339 in UTC, as many fractional digits as it takes (contract 2.1). */
    private static @Nullable String timestamp(@Nullable Instant instant) {
        if (instant == null) {
            return null;
        }
        String text = DateTimeFormatter.ISO_INSTANT.format(instant);
        if (text.indexOf('.') < 0) {
            return text;
        }
        int end = text.length() - 1;
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, end) + "Z";
    }
}
