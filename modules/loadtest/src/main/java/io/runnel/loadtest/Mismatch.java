package io.runnel.loadtest;

/** What was read is not what was written. */
final class Mismatch extends RuntimeException {
    Mismatch(String message) {
        super(message);
    }
}
