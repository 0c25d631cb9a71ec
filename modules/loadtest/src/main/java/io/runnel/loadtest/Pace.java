package io.runnel.loadtest;

/**
 * Keeps what is sent at a rate: by the time that has gone by since the start, so that what a slow answer has held up is made
 * up for. Used by one thread.
 */
final class Pace {
    private final double nanosPerByte;
    private long bytes;

    Pace(double bytesPerSecond) {
        this.nanosPerByte = 1e9 / bytesPerSecond;
    }

    /** Nanoseconds until the next may be sent; 0 or less for now. */
    long delayNanos(long elapsedNanos) {
        return (long) (bytes * nanosPerByte) - elapsedNanos;
    }

    void sent(int count) {
        bytes += count;
    }
}
