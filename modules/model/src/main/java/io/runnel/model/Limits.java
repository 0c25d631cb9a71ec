package io.runnel.model;

/** Limits of the API that more than one module needs (contract 1.8, 3.3, 6.2, 7.2, 8.1). */
public final class Limits {
    /** Records in a batch, appended or read. */
    public static final int MAX_BATCH_RECORDS = 1000;
    /** Metered bytes of a batch, and of any one record. */
    public static final int MAX_BATCH_METERED_BYTES = 1 << 20;
    /** Bytes of a unary request body, after decompression. */
    public static final int MAX_BODY_BYTES = 2 << 20;
    /** What the length field of an S2S frame may say at most: the flag byte and the body. */
    public static final int MAX_FRAME_LENGTH = 2 << 20;
    /** Items on a page of a listing, and what an absent limit means. */
    public static final int MAX_PAGE_ITEMS = 1000;
    /** Bytes of an idempotency token. */
    public static final int MAX_REQUEST_TOKEN_BYTES = 36;

    private Limits() {}
}
