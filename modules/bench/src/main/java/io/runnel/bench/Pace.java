package io.runnel.bench;

import java.util.concurrent.locks.LockSupport;

/** When how many records are sent: as fast as it goes, or at a rate that does not wait for the server. */
final class Pace {
    private final double recordsPerNano;
    private final long lingerNanos;
    private long startNanos;
    private long given;
    private long dueNanos;

    private Pace(double recordsPerSecond, long lingerNanos) {
        this.recordsPerNano = recordsPerSecond / 1e9;
        this.lingerNanos = lingerNanos;
    }

    static Pace unlimited() {
        return new Pace(0, 0);
    }

    /** @param lingerMillis how long a record may wait for others of its batch */
    static Pace of(double recordsPerSecond, double lingerMillis) {
        return recordsPerSecond == 0 ? unlimited() : new Pace(recordsPerSecond, (long) (lingerMillis * 1e6));
    }

    boolean isUnlimited() {
        return recordsPerNano == 0;
    }

    void begin(long nowNanos) {
        startNanos = nowNanos;
    }

    /** How many records are due now, at most {@code most}; 0 to wait until {@link #dueNanos}. */
    int due(long nowNanos, int most) {
        if (isUnlimited()) {
            dueNanos = nowNanos;
            return most;
        }
        long due = (long) ((nowNanos - startNanos) * recordsPerNano) - given;
        dueNanos = startNanos + (long) Math.ceil((given + 1) / recordsPerNano);
        if (due <= 0 || (due < most && nowNanos - dueNanos < lingerNanos)) {
            dueNanos += lingerNanos;
            return 0;
        }
        int taken = (int) Math.min(due, most);
        given += taken;
        return taken;
    }

    /** When the first of the records just given was due: what its latency counts from. */
    long dueNanos() {
        return dueNanos;
    }

    /** Waits until records are due. */
    int await(int most) {
        int records;
        while ((records = due(System.nanoTime(), most)) == 0) {
            LockSupport.parkNanos(Math.max(dueNanos - System.nanoTime(), 1000));
        }
        return records;
    }
}
