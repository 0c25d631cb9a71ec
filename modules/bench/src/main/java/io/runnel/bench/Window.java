package io.runnel.bench;

import org.jspecify.annotations.Nullable;

/** The batches of a session that are not acknowledged: how many may be, and when they were sent. */
final class Window {
    private static final int MAX_BATCHES = 1 << 14;

    private final long maxBytes;
    private final long[] sentNanos = new long[MAX_BATCHES];
    private final int[] records = new int[MAX_BATCHES];
    private final int recordBytes;
    private long sent;
    private long acked;
    private long bytes;
    private @Nullable Throwable failure;

    Window(long maxBytes, int recordBytes) {
        this.maxBytes = maxBytes;
        this.recordBytes = recordBytes;
    }

    /** Waits until there is room; a batch larger than the window may go alone. */
    synchronized void awaitRoom(int batchRecords) throws InterruptedException {
        long size = (long) batchRecords * recordBytes;
        while (failure == null && sent > acked && (bytes + size > maxBytes || sent - acked == MAX_BATCHES)) {
            wait();
        }
        rethrow();
    }

    /** A batch is sent now; there must be room. */
    synchronized void add(int batchRecords, long nowNanos) {
        int slot = (int) (sent++ & (MAX_BATCHES - 1));
        records[slot] = batchRecords;
        sentNanos[slot] = nowNanos;
        bytes += (long) batchRecords * recordBytes;
    }

    /** The oldest batch was acknowledged: how many records it had. */
    synchronized int leave() {
        int slot = (int) (acked++ & (MAX_BATCHES - 1));
        bytes -= (long) records[slot] * recordBytes;
        notifyAll();
        return records[slot];
    }

    /** When the oldest batch was sent. */
    synchronized long oldestSentNanos() throws BrokenAnswerException {
        if (sent == acked) {
            throw new BrokenAnswerException("an acknowledgement of a batch that was not sent");
        }
        return sentNanos[(int) (acked & (MAX_BATCHES - 1))];
    }

    /** Waits until everything is acknowledged. */
    synchronized void drain() throws InterruptedException {
        while (failure == null && sent > acked) {
            wait();
        }
        rethrow();
    }

    /** Ends all waiting. */
    synchronized void fail(Throwable cause) {
        failure = cause;
        notifyAll();
    }

    private void rethrow() {
        if (failure != null) {
            throw new IllegalStateException("the session has failed", failure);
        }
    }
}
