package io.runnel.histories;

/**
 * What a checker says of a history.
 *
 * @param explanation for people: of a violation, what cannot be explained and why
 */
public record Verdict(Kind kind, String explanation) {
    /** What can be said. */
    public enum Kind {
        /** A stream that keeps the contract could have shown this. */
        POSSIBLE,
        /** As {@link #POSSIBLE}, as far as this checker can tell; parts of the stream were never read. */
        POSSIBLE_IN_PART,
        VIOLATION,
        /** There are too many possibilities to try. */
        UNDECIDED
    }

    static Verdict violation(String explanation) {
        return new Verdict(Kind.VIOLATION, explanation);
    }

    public boolean isViolation() {
        return kind == Kind.VIOLATION;
    }
}
