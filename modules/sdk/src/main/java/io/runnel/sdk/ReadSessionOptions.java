package io.runnel.sdk;

/**
 * How a read session works.
 *
 * @param read what is read
 * @param readAheadBytes metered bytes that are held for the consumer at most, by one batch of up to 1 MiB more; 1 or more
 * @param retryForever whether it goes on for ever trying to reconnect, rather than as often as the {@link RetryPolicy} says
 */
public record ReadSessionOptions(ReadOptions read, int readAheadBytes, boolean retryForever) {
    /** This, with 4 MiB of read-ahead, and reconnecting as the {@link RetryPolicy} says. */
    public static ReadSessionOptions of(ReadOptions read) {
        return new ReadSessionOptions(read, 4 << 20, false);
    }

    /** @throws IllegalArgumentException if nothing may be read ahead */
    public ReadSessionOptions {
        if (readAheadBytes < 1) {
            throw new IllegalArgumentException("at least 1 byte of read-ahead, got " + readAheadBytes);
        }
    }

    /** The same with so many metered bytes of read-ahead. */
    public ReadSessionOptions withReadAheadBytes(int value) {
        return new ReadSessionOptions(read, value, retryForever);
    }

    /** The same, reconnecting for ever or not. */
    public ReadSessionOptions withRetryForever(boolean value) {
        return new ReadSessionOptions(read, readAheadBytes, value);
    }
}
