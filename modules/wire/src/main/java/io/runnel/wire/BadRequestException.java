package io.runnel.wire;

import io.runnel.model.ErrorCode;
import io.runnel.model.StreamError;

/** What came over the wire is refused; carries the exact error to answer. Thrown for control flow, so it has no stack trace. */
public final class BadRequestException extends Exception {
    private final transient StreamError error;

    public BadRequestException(StreamError error) {
        super(error.toString(), null, false, false);
        this.error = error;
    }

    public BadRequestException(ErrorCode code, String message) {
        this(StreamError.of(code, message));
    }

    public StreamError error() {
        return error;
    }
}
