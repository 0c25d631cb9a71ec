package io.runnel.top;

/**
 * What goes to an object store and back, by kind.
 *
 * @param failuresPerSecond those that the store did not answer as it should
 */
record StoreRow(
        String store,
        String operation,
        double requestsPerSecond,
        double bytesPerSecond,
        double p50Seconds,
        double p99Seconds,
        double failuresPerSecond) {}
