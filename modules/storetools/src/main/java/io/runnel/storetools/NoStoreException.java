package io.runnel.storetools;

/** There is no Runnel store at all. */
final class NoStoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoStoreException() {
        super("there is no store of Runnel in this place: it has no object '" + ObjectName.CLUSTER + "'");
    }
}
