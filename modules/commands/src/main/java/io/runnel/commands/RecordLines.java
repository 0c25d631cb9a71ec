package io.runnel.commands;

import io.runnel.console.CommandFailure;
import io.runnel.sdk.AppendInput;
import io.runnel.sdk.AppendRecord;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Cuts input into lines, on a thread of its own, and hands over what they are as records through a bounded queue. A line ends with
 * LF or CRLF; the last one need not. Whatever has come is handed over before more is waited for.
 */
final class RecordLines {
    private static final int BUFFER_BYTES = 1 << 18;
    /** The longest line: a whole record in JSON, every byte of it escaped. */
    private static final int MAX_LINE_BYTES = 8 << 20;

    private static final int MAX_CHUNKS = 4;

    /**
     * Some records.
     *
     * @param end whether there is no more
     * @param failure why there is no more, if that is not the end of the input
     */
    record Chunk(
            List<AppendRecord> records,
            boolean end,
            @Nullable CommandFailure failure) {
        private static final Chunk NOTHING = new Chunk(List.of(), false, null);
    }

    private final InputStream in;
    private final RecordParser parser;
    private final BlockingQueue<Chunk> chunks = new ArrayBlockingQueue<>(MAX_CHUNKS);

    private byte[] buffer = new byte[BUFFER_BYTES];
    private int filled;
    private long lines;
    private List<AppendRecord> records = new ArrayList<>();

    RecordLines(InputStream in, RecordParser parser) {
        this.in = in;
        this.parser = parser;
    }

    /** Begins to read. */
    void start() {
        Thread reader = new Thread(this::read, "input");
        reader.setDaemon(true); // it may wait for input for ever
        reader.start();
    }

    /** The next records, perhaps none; waits for them. */
    Chunk next() throws InterruptedException {
        return chunks.take();
    }

    /** Has {@link #next} return soon. */
    void wake() {
        chunks.offer(Chunk.NOTHING); // no room: it has something to return
    }

    private void read() {
        try {
            CommandFailure failure = null;
            try {
                readAll();
            } catch (MalformedRecordException e) {
                failure = new CommandFailure(
                        "line " + (lines + 1) + " of the input: " + e.getMessage(),
                        "What came before that line has been appended, nothing after it.");
            } catch (IOException e) {
                failure = new CommandFailure("cannot read the input: " + e.getMessage());
            }
            chunks.put(new Chunk(records, true, failure));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readAll() throws IOException, MalformedRecordException, InterruptedException {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer, filled, buffer.length - filled)) {
            int scanned = filled;
            filled += n;
            takeLines(scanned);
            if (!records.isEmpty()) {
                chunks.put(new Chunk(records, false, null));
                records = new ArrayList<>();
            }
            makeRoom();
        }
        if (filled > 0) {
            take(0, filled);
        }
    }

    private void takeLines(int scanned) throws MalformedRecordException {
        int start = 0;
        for (int i = scanned; i < filled; i++) {
            if (buffer[i] == '\n') {
                take(start, i);
                start = i + 1;
            }
        }
        System.arraycopy(buffer, start, buffer, 0, filled - start);
        filled -= start;
    }

    private void makeRoom() throws MalformedRecordException {
        if (filled == MAX_LINE_BYTES) {
            throw tooLong();
        }
        if (filled == buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.min(MAX_LINE_BYTES, buffer.length * 2));
        }
    }

    private void take(int from, int until) throws MalformedRecordException {
        int end = until > from && buffer[until - 1] == '\r' ? until - 1 : until;
        AppendRecord record = parser.parse(buffer, from, end);
        if (record.meteredBytes() > AppendInput.MAX_METERED_BYTES) {
            throw tooLong();
        }
        records.add(record);
        lines++;
    }

    private static MalformedRecordException tooLong() {
        return new MalformedRecordException(
                "it is longer than a record may be, which is " + AppendInput.MAX_METERED_BYTES + " metered bytes");
    }
}
