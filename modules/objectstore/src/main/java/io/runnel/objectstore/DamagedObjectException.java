package io.runnel.objectstore;

/** An object is there, but is not what the store wrote. Asking again does not help. */
public final class DamagedObjectException extends StoreException {
    public DamagedObjectException(String message) {
        super(message, false);
    }
}
