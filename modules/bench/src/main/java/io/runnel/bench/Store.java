package io.runnel.bench;

/** Where a server that is started for a run keeps its data. */
enum Store {
    MEMORY,
    LOCAL,
    /** A real S3 server beside it, on the file system. */
    S3,
    /** The same, behind the latency of S3 Standard. */
    S3_FAR;

    @Override
    public String toString() {
        return switch (this) {
            case MEMORY -> "memory";
            case LOCAL -> "local";
            case S3 -> "s3";
            case S3_FAR -> "s3-far";
        };
    }
}
