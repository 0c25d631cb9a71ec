package io.runnel.storetools;

/** There is no such object, though there should be. */
final class MissingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String key;

    MissingException(String key) {
        super(key + " is missing");
        this.key = key;
    }

    String key() {
        return key;
    }
}
