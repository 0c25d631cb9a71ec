package io.runnel.engine;

import io.runnel.model.AppendBatch;
import io.runnel.model.AppendInput;
import io.runnel.model.FencingToken;
import io.runnel.model.RecordCursor;
import io.runnel.model.RecordSlice;
import io.runnel.model.Utf8;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Batches to append, and what is in those that were read. */
final class Records {
    private Records() {}

    static AppendInput input(String... bodies) {
        return new AppendInput(batch(bodies), null, null);
    }

    static AppendInput matching(long seqNum, String... bodies) {
        return new AppendInput(batch(bodies), seqNum, null);
    }

    static AppendInput fenced(@Nullable String token, AppendBatch batch) {
        return new AppendInput(batch, null, token == null ? null : new FencingToken(token));
    }

    static AppendBatch batch(String... bodies) {
        AppendBatch.Builder builder = new AppendBatch.Builder(64);
        for (String body : bodies) {
            builder.body(Utf8.bytes(body)).endRecord();
        }
        return built(builder);
    }

    /** One record with a body of so many bytes. */
    static AppendBatch large(int bytes) {
        return built(new AppendBatch.Builder(bytes).body(new byte[bytes]).endRecord());
    }

    static AppendBatch at(long... timestamps) {
        AppendBatch.Builder builder = new AppendBatch.Builder(64);
        for (long timestamp : timestamps) {
            builder.timestamp(timestamp).body(Utf8.bytes("t" + timestamp)).endRecord();
        }
        return built(builder);
    }

    static AppendBatch fence(String token) {
        return command("fence", Utf8.bytes(token));
    }

    static AppendBatch trim(long seqNum) {
        return command("trim", ByteBuffer.allocate(8).putLong(seqNum).array());
    }

    private static AppendBatch command(String name, byte[] body) {
        return built(new AppendBatch.Builder(64)
                .header(new byte[0], Utf8.bytes(name))
                .body(body)
                .endRecord());
    }

    static AppendBatch built(AppendBatch.Builder builder) {
        return Objects.requireNonNull(builder.build().valueOrNull());
    }

    /** {@code seqNum=body} of each record. */
    static List<String> of(List<RecordSlice> slices) {
        List<String> records = new ArrayList<>();
        for (RecordSlice slice : slices) {
            RecordCursor cursor = new RecordCursor(slice);
            while (cursor.next()) {
                String body =
                        new String(cursor.array(), cursor.bodyOffset(), cursor.bodyLength(), StandardCharsets.UTF_8);
                records.add(Long.toUnsignedString(cursor.seqNum()) + "=" + body);
            }
        }
        return records;
    }

    static List<String> of(ReadOutput output) {
        return of(((ReadOutput.Batch) output).slices());
    }
}
