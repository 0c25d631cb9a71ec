package io.runnel.commands;

/** A line of the input is no record in the format that was given; the message says why. */
final class MalformedRecordException extends Exception {
    MalformedRecordException(String message) {
        super(message);
    }
}
