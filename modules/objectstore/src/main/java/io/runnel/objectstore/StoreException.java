package io.runnel.objectstore;

/** The object store failed, or gave no clear answer; after a write its effect is unknown. */
public sealed class StoreException extends RuntimeException permits DamagedObjectException {
    private final boolean retryable;

    /** @param retryable whether the same call may succeed later: a timeout or an overload, not a refused credential */
    public StoreException(String message, boolean retryable, Throwable cause) {
        super(message, cause);
        this.retryable = retryable;
    }

    public StoreException(String message, boolean retryable) {
        super(message);
        this.retryable = retryable;
    }

    public boolean retryable() {
        return retryable;
    }
}
