package io.runnel.model;

/** A record that instructs the service (contract 6.4). */
public sealed interface Command {
    /** Its place in the batch, from 0. */
    int index();

    record Fence(int index, FencingToken token) implements Command {}

    /** @param requested unsigned; the earliest sequence number to keep, not yet bounded by the record's own position */
    record Trim(int index, long requested) implements Command {}
}
