package io.runnel.wire;

import io.runnel.model.AppendBatch;
import io.runnel.model.RecordCursor;
import io.runnel.model.StoredBatch;
import io.runnel.model.TimestampingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Records as tests compare them; bytes show as Latin-1 text. */
record Stored(long seqNum, long timestamp, List<String> headers, String body) {
    static final long NOW = 1_755_768_600_000L;

    static StoredBatch sequence(AppendBatch batch) {
        return sequence(batch, 0);
    }

    static StoredBatch sequence(AppendBatch batch, long firstSeqNum) {
        return batch.sequence(firstSeqNum, 0, TimestampingMode.CLIENT_PREFER, true, NOW)
                .valueOrNull();
    }

    /** The records of a batch as they would be stored from 0 on. */
    static List<Stored> of(AppendBatch batch) {
        return of(sequence(batch));
    }

    static List<Stored> of(StoredBatch batch) {
        List<Stored> records = new ArrayList<>();
        RecordCursor cursor = new RecordCursor(batch.slice());
        while (cursor.next()) {
            List<String> headers = new ArrayList<>();
            while (cursor.nextHeader()) {
                headers.add(text(cursor, cursor.nameOffset(), cursor.nameLength()));
                headers.add(text(cursor, cursor.valueOffset(), cursor.valueLength()));
            }
            records.add(new Stored(
                    cursor.seqNum(),
                    cursor.timestamp(),
                    headers,
                    text(cursor, cursor.bodyOffset(), cursor.bodyLength())));
        }
        return records;
    }

    private static String text(RecordCursor cursor, int offset, int length) {
        return new String(cursor.array(), offset, length, StandardCharsets.ISO_8859_1);
    }
}
