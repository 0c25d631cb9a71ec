package io.runnel.server;

import io.runnel.engine.ReadOutput;
import io.runnel.model.Position;
import io.runnel.model.RecordSlice;
import io.runnel.model.StreamError;
import io.runnel.wire.Compression;
import io.runnel.wire.Frames;
import io.runnel.wire.ResponseProto;
import java.util.List;
import org.apache.pekko.util.ByteString;

/** S2S frames (contract 8.5): stored records as they are, behind a head. */
final class FrameEncoding implements ReadEncoding {
    /** Slices of this size on average are sent from where they lie; smaller ones are cheaper to copy than to keep apart. */
    private static final int SHARED_SLICE_BYTES = 8 << 10;

    private final Compression compression;

    FrameEncoding(Compression compression) {
        this.compression = compression;
    }

    @Override
    public ByteString batch(ReadOutput.Batch batch, boolean reconnect) throws UnsendableException {
        List<RecordSlice> slices = batch.slices();
        byte[] tail = ResponseProto.tail(batch.tail());
        long size = tail.length;
        for (RecordSlice slice : slices) {
            size += slice.length();
        }
        if (size > Frames.MAX_MESSAGE_BYTES) {
            return split(batch, reconnect);
        }
        if (compression != Compression.NONE && size >= Compression.THRESHOLD_BYTES) {
            byte[] message = ResponseProto.readBatch(slices, batch.tail());
            return ByteString.fromArrayUnsafe(Frames.frame(message, compression, reconnect));
        }
        byte[] head = Frames.head((int) size, reconnect);
        return size >= (long) SHARED_SLICE_BYTES * slices.size()
                ? shared(head, slices, tail)
                : copied(head, slices, tail, (int) size);
    }

    @Override
    public ByteString heartbeat(Position tail, boolean reconnect) {
        return ByteString.fromArrayUnsafe(Frames.frame(ResponseProto.tail(tail), Compression.NONE, reconnect));
    }

    @Override
    public ByteString error(StreamError error) {
        return ByteString.fromArrayUnsafe(Frames.terminal(error));
    }

    @Override
    public ByteString end() {
        return ByteString.emptyByteString();
    }

    @Override
    public boolean canAdvise() {
        return true;
    }

    private ByteString split(ReadOutput.Batch batch, boolean reconnect) throws UnsendableException {
        ByteString frames = ByteString.emptyByteString();
        for (ReadOutput part : FrameSplitter.split(batch)) {
            frames = frames.concat(
                    part instanceof ReadOutput.Heartbeat heartbeat
                            ? heartbeat(heartbeat.tail(), reconnect)
                            : batch((ReadOutput.Batch) part, reconnect));
        }
        return frames;
    }

    private static ByteString shared(byte[] head, List<RecordSlice> slices, byte[] tail) {
        ByteString frame = ByteString.fromArrayUnsafe(head);
        for (RecordSlice slice : slices) {
            frame = frame.concat(ByteString.fromArrayUnsafe(slice.array(), slice.offset(), slice.length()));
        }
        return tail.length == 0 ? frame : frame.concat(ByteString.fromArrayUnsafe(tail));
    }

    private static ByteString copied(byte[] head, List<RecordSlice> slices, byte[] tail, int size) {
        byte[] frame = new byte[head.length + size];
        System.arraycopy(head, 0, frame, 0, head.length);
        int at = head.length;
        for (RecordSlice slice : slices) {
            System.arraycopy(slice.array(), slice.offset(), frame, at, slice.length());
            at += slice.length();
        }
        System.arraycopy(tail, 0, frame, at, tail.length);
        return ByteString.fromArrayUnsafe(frame);
    }
}
