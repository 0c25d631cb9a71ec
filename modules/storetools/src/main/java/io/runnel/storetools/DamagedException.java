package io.runnel.storetools;

/** Bytes are not what the format says. */
final class DamagedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String expected;
    private final String found;

    DamagedException(String expected, String found) {
        super("expected " + expected + ", found " + found);
        this.expected = expected;
        this.found = found;
    }

    String expected() {
        return expected;
    }

    String found() {
        return found;
    }
}
