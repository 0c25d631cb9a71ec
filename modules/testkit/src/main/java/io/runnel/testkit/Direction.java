package io.runnel.testkit;

/** One of the two ways through a {@link FaultProxy}. */
public enum Direction {
    /** From the client to the server: requests. */
    TO_SERVER,
    /** From the server to the client: answers. */
    TO_CLIENT
}
