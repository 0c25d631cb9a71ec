package io.runnel.model;

import java.util.Locale;

/** The codes of the API (contract 10): stable, and what clients branch on. */
public enum ErrorCode {
    AUTHN(401),
    BAD_FRAME(400),
    BAD_HEADER(400),
    BAD_JSON(400),
    BAD_PATH(400),
    BAD_PROTO(400),
    BAD_QUERY(400),
    BASIN_DELETION_PENDING(409),
    BASIN_NOT_FOUND(404),
    DECRYPTION_FAILED(400),
    HOT_SERVER(502),
    INVALID(422),
    NOT_IMPLEMENTED(501),
    OTHER(500),
    PERMISSION_DENIED(403),
    QUOTA_EXHAUSTED(403),
    RATE_LIMITED(429),
    REQUEST_TIMEOUT(408),
    RESOURCE_ALREADY_EXISTS(409),
    SERVER_DRAINING(503),
    STORAGE(500),
    STREAM_DELETION_PENDING(409),
    STREAM_NOT_FOUND(404),
    TRANSACTION_CONFLICT(409),
    UNAVAILABLE(503),
    UPSTREAM_TIMEOUT(504);

    private final int status;
    private final String wireName = name().toLowerCase(Locale.ROOT);

    ErrorCode(int status) {
        this.status = status;
    }

    /** The HTTP status that belongs to the code; clients do not retry a code that comes with another one. */
    public int status() {
        return status;
    }

    /** The code as it stands in {@code "code"}, for example {@code stream_not_found}. */
    public String wireName() {
        return wireName;
    }
}
