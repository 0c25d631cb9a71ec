package io.runnel.server;

import io.runnel.engine.ReadOutput;
import io.runnel.model.Position;
import io.runnel.model.RecordCursor;
import io.runnel.model.RecordSlice;
import io.runnel.model.StreamError;
import io.runnel.server.ReadEncoding.UnsendableException;
import io.runnel.wire.Frames;
import io.runnel.wire.ResponseProto;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts batches that do not fit one frame (contract 8.5). Tiny headers take twice the bytes they are metered at, so that
 * a batch within its limits can come out longer than a frame.
 */
final class FrameSplitter {
    private FrameSplitter() {}

    /** The same in outputs that fit. A tail that finds no room behind the last record follows in a heartbeat. */
    static List<ReadOutput> split(ReadOutput.Batch batch) throws UnsendableException {
        List<ReadOutput> outputs = new ArrayList<>();
        List<RecordSlice> records = new ArrayList<>();
        int size = 0;
        for (RecordSlice slice : batch.slices()) {
            RecordCursor cursor = new RecordCursor(slice);
            while (cursor.next()) {
                RecordSlice record = current(cursor);
                if (record.length() > Frames.MAX_MESSAGE_BYTES) {
                    throw new UnsendableException(StreamError.invalid("record " + record.firstSeqNum() + " takes "
                            + record.length() + " bytes, a frame holds " + Frames.MAX_MESSAGE_BYTES
                            + ": read it without a session"));
                }
                if (size + record.length() > Frames.MAX_MESSAGE_BYTES) {
                    outputs.add(new ReadOutput.Batch(records, null));
                    records.clear();
                    size = 0;
                }
                records.add(record);
                size += record.length();
            }
        }
        Position tail = batch.tail();
        boolean fits = size + ResponseProto.tail(tail).length <= Frames.MAX_MESSAGE_BYTES;
        outputs.add(new ReadOutput.Batch(records, fits ? tail : null));
        RecordSlice last = records.get(records.size() - 1);
        // A heartbeat says what the read will deliver next; where a bound has cut records off, that is not the tail.
        if (!fits && tail != null && tail.seqNum() == last.nextSeqNum()) {
            outputs.add(new ReadOutput.Heartbeat(tail));
        }
        return outputs;
    }

    private static RecordSlice current(RecordCursor cursor) {
        return new RecordSlice(
                cursor.array(),
                cursor.recordStart(),
                cursor.recordEnd() - cursor.recordStart(),
                cursor.seqNum(),
                1,
                cursor.timestamp(),
                cursor.meteredBytes());
    }
}
