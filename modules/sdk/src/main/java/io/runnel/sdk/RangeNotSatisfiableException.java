package io.runnel.sdk;

/** The read begins beyond the tail, or at the tail without waiting. */
public final class RangeNotSatisfiableException extends RunnelException {
    private final transient Position tail;

    RangeNotSatisfiableException(Position tail) {
        super("nothing is there to be read: the tail is " + tail, null, false, true);
        this.tail = tail;
    }

    /** The stream's tail. */
    public Position tail() {
        return tail;
    }
}
