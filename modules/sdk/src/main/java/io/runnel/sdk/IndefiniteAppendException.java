package io.runnel.sdk;

/**
 * It is not known whether a batch was appended: an attempt may have taken effect, and it could not be found out. The cause is
 * the failure of the last attempt; it may be a certain one, such as a condition that failed, and says nothing about earlier
 * attempts. Whether to try again is for the caller to decide.
 */
public final class IndefiniteAppendException extends RunnelException {
    private final RunnelException last;

    IndefiniteAppendException(RunnelException last) {
        super("it is not known whether the batch was appended: " + last.getMessage(), last, false, false);
        this.last = last;
    }

    /** Why the last attempt failed. */
    public RunnelException lastFailure() {
        return last;
    }
}
