package io.runnel.journal;

/** Events that cannot be stored and have not been; the actor that wrote them may go on. */
final class RejectedWriteException extends RuntimeException {
    private final Throwable reason;

    /** @param reason what the actor is told */
    RejectedWriteException(Throwable reason) {
        super(reason);
        this.reason = reason;
    }

    Throwable reason() {
        return reason;
    }
}
