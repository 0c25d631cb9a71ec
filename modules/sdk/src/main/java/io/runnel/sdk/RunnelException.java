package io.runnel.sdk;

import org.jspecify.annotations.Nullable;

/**
 * Why an operation failed. Futures complete with one of these; blocking calls throw it.
 *
 * <p>Every one says two things: whether it makes sense to try again ({@link #isRetryable}; the client has tried as often as its
 * {@link RetryPolicy} allows), and whether it is certain that nothing was changed ({@link #hasNoSideEffects}).
 */
public abstract sealed class RunnelException extends RuntimeException
        permits ServerException,
                SeqNumMismatchException,
                FencingTokenMismatchException,
                RangeNotSatisfiableException,
                ConnectionException,
                DeadlineExceededException,
                ProtocolException,
                IndefiniteAppendException,
                SessionClosedException {
    private final boolean retryable;
    private final boolean noSideEffects;

    RunnelException(String message, @Nullable Throwable cause, boolean retryable, boolean noSideEffects) {
        super(message, cause);
        this.retryable = retryable;
        this.noSideEffects = noSideEffects;
    }

    /** Whether the same operation may succeed if it is tried again. */
    public boolean isRetryable() {
        return retryable;
    }

    /** Whether it is certain that the operation changed nothing; false if it may have. */
    public boolean hasNoSideEffects() {
        return noSideEffects;
    }
}
