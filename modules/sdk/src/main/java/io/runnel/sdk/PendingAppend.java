package io.runnel.sdk;

import io.runnel.wire.Compression;
import io.runnel.wire.Frames;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A batch that was handed to a session, until it is acknowledged. Its fields belong to the session's machine. */
final class PendingAppend {
    AppendInput input;
    final CompletableFuture<AppendAck> ack = new CompletableFuture<>();
    /** When it was handed over. */
    final long submittedAt;

    /** An earlier attempt may have taken effect. */
    boolean uncertain;
    /** What goes out, kept for another attempt. */
    private byte @Nullable [][] frame;

    PendingAppend(AppendInput input, long submittedAt) {
        this.input = input;
        this.submittedAt = submittedAt;
    }

    /** What is sent, in parts: made once, for every attempt. */
    byte[][] frame(Compression coding) {
        byte[][] parts = frame;
        if (parts == null) {
            parts = coding == Compression.NONE ? plain() : new byte[][] {Frames.frame(input.message(), coding, false)};
            frame = parts;
        }
        return parts;
    }

    private byte[][] plain() {
        byte[] records = input.encodedRecords();
        byte[] conditions = input.conditions();
        return new byte[][] {Frames.head(records.length + conditions.length, false), records, conditions};
    }
}
