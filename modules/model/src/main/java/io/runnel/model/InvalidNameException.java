package io.runnel.model;

/** A name breaks its rules (contract 3.1); the message names the field and the rule, and is fit to be shown to clients. */
public final class InvalidNameException extends IllegalArgumentException {
    public InvalidNameException(String message) {
        super(message);
    }
}
