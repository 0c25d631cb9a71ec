package io.runnel.log;

/** What the store holds is not what was written; the message names the object. Never served, never repaired silently. */
public final class CorruptLogException extends RuntimeException {
    public CorruptLogException(String message) {
        super(message);
    }

    static CorruptLogException missing(String object) {
        return new CorruptLogException(object + " is missing");
    }
}
