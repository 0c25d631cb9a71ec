package io.runnel.testkit;

/**
 * What happens to one connection through a {@link FaultProxy}, in place of a certain byte: exactly those before it have
 * been passed on by then, and this one is not. A connection that ends earlier is not struck.
 *
 * @param direction in which bytes are counted
 * @param afterBytes how many bytes go before, from the beginning of the connection; 0 strikes in place of the first
 */
public record Fault(Kind kind, Direction direction, long afterBytes) {

    /** What a fault does. */
    public enum Kind {
        /** Both sides find the connection reset (RST). What TCP had not delivered yet may be lost. */
        RESET,
        /** Both sides find that the other has closed in good order (FIN); what they still send is thrown away. */
        END,
        /** The receiving side finds the end of what it receives; the other direction goes on. What is sent is thrown away. */
        HALF_CLOSE,
        /** Nothing more passes in this direction until {@link FaultProxy#resume}; the other goes on, and both stay open. */
        STALL
    }

    public Fault {
        if (afterBytes < 0) {
            throw new IllegalArgumentException("a fault strikes after 0 bytes or more, got " + afterBytes);
        }
    }

    /** A {@link Kind#RESET}. */
    public static Fault reset(Direction direction, long afterBytes) {
        return new Fault(Kind.RESET, direction, afterBytes);
    }

    /** An {@link Kind#END}. */
    public static Fault end(Direction direction, long afterBytes) {
        return new Fault(Kind.END, direction, afterBytes);
    }

    /** A {@link Kind#HALF_CLOSE}. */
    public static Fault halfClose(Direction direction, long afterBytes) {
        return new Fault(Kind.HALF_CLOSE, direction, afterBytes);
    }

    /** A {@link Kind#STALL}. */
    public static Fault stall(Direction direction, long afterBytes) {
        return new Fault(Kind.STALL, direction, afterBytes);
    }
}
