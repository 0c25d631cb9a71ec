package io.runnel.bench;

import picocli.CommandLine.Option;

/** What sessions send. */
final class BatchOptions {
    private static final int DEFAULT_BATCH_KIB = 1024;
    private static final int DEFAULT_WINDOW_KIB = 4096;

    @Option(
            names = "--record-bytes",
            paramLabel = "N",
            defaultValue = "1024",
            description = "Metered bytes of a record, 24 to 1048576. Default: ${DEFAULT-VALUE}.")
    private int recordBytes;

    @Option(
            names = "--batch-kib",
            paramLabel = "KIB",
            defaultValue = "" + DEFAULT_BATCH_KIB,
            description = "Largest batch; never more than 1000 records. Default: ${DEFAULT-VALUE}.")
    private int batchKib;

    @Option(
            names = "--window-kib",
            paramLabel = "KIB",
            defaultValue = "" + DEFAULT_WINDOW_KIB,
            description = "How much of a session may be unacknowledged. Default: ${DEFAULT-VALUE}.")
    private int windowKib;

    @Option(names = "--h2", description = "Sessions over HTTP/2 instead of HTTP/1.1.")
    private boolean http2;

    /** One session with a live reader, and for the rest what is the default of the options. */
    static SessionLoad.Shape oneSession(int recordBytes) {
        return new SessionLoad.Shape(1, 1, recordBytes, DEFAULT_BATCH_KIB * 1024, DEFAULT_WINDOW_KIB * 1024L, 0, 0);
    }

    int recordBytes() {
        return recordBytes;
    }

    boolean http2() {
        return http2;
    }

    SessionLoad.Shape shape(int streams, int followers, double recordsPerSecond, double lingerMillis) {
        return new SessionLoad.Shape(
                streams, followers, recordBytes, batchKib * 1024, windowKib * 1024L, recordsPerSecond, lingerMillis);
    }
}
