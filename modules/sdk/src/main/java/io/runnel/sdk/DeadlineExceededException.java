package io.runnel.sdk;

/** The server did not answer in time. What was asked for may have happened, or may happen still. */
public final class DeadlineExceededException extends RunnelException {
    DeadlineExceededException(String message) {
        super(message, null, true, false);
    }
}
