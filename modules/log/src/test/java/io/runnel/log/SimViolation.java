package io.runnel.log;

/** A promise was not kept. */
final class SimViolation extends AssertionError {
    private final String invariant;

    /** @param invariant its name in the design, as {@code I-ACK} */
    SimViolation(String invariant, String message) {
        super(invariant + ": " + message);
        this.invariant = invariant;
    }

    /** With where it happened, and how to see it again. */
    SimViolation(SimViolation what, String where) {
        super(what.getMessage() + "\n" + where, what);
        this.invariant = what.invariant;
    }

    String invariant() {
        return invariant;
    }
}
