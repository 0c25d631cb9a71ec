package io.runnel.sdk;

import io.runnel.wire.Compression;

/** How bodies of requests and answers, and frames of sessions, are compressed. */
public enum BodyCompression {
    /** Not at all. */
    NONE(Compression.NONE),
    /** gzip (RFC 1952). */
    GZIP(Compression.GZIP),
    /** Zstandard (RFC 8878). */
    ZSTD(Compression.ZSTD);

    final Compression coding;

    BodyCompression(Compression coding) {
        this.coding = coding;
    }
}
