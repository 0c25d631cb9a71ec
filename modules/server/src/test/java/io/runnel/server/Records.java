package io.runnel.server;

import io.runnel.model.AppendBatch;
import io.runnel.model.RecordSlice;
import io.runnel.model.StoredBatch;
import io.runnel.model.TimestampingMode;
import io.runnel.model.Utf8;
import java.util.Arrays;
import java.util.Objects;

/** Stored records with one header, {@code k: v}, and timestamp 1000. */
final class Records {
    private Records() {}

    static RecordSlice slice(long firstSeqNum, String... bodies) {
        return slice(firstSeqNum, Arrays.stream(bodies).map(Utf8::bytes).toArray(byte[][]::new));
    }

    static RecordSlice slice(long firstSeqNum, byte[]... bodies) {
        AppendBatch.Builder batch = new AppendBatch.Builder(64);
        for (byte[] body : bodies) {
            batch.header(Utf8.bytes("k"), Utf8.bytes("v")).body(body).endRecord();
        }
        return stored(firstSeqNum, batch).slice();
    }

    static StoredBatch stored(long firstSeqNum, AppendBatch.Builder batch) {
        AppendBatch built = Objects.requireNonNull(batch.build().valueOrNull());
        return Objects.requireNonNull(built.sequence(firstSeqNum, 0, TimestampingMode.ARRIVAL, false, 1000)
                .valueOrNull());
    }
}
