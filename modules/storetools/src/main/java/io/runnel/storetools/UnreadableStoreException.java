package io.runnel.storetools;

/** The store could not be read; the message says why, for people. Nothing is known about whether it is sound. */
public final class UnreadableStoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UnreadableStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
