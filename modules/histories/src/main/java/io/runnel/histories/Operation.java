package io.runnel.histories;

/**
 * One call of a client, and what it was told.
 *
 * @param client who called; only for people to read
 * @param called when, in nanoseconds of a clock that all clients of the history share and that never goes back
 * @param returned when the answer had arrived, on the same clock; {@link #NEVER} if the outcome is unknown
 */
public record Operation(int client, long called, long returned, Call call, Answer answer) {
    public static final long NEVER = Long.MAX_VALUE;

    public Operation {
        if (returned < called) {
            throw new IllegalArgumentException("an answer at " + returned + " to a call at " + called);
        }
        if (answer == Answer.Nothing.UNKNOWN && returned != NEVER) {
            throw new IllegalArgumentException("what is unknown never returned");
        }
    }

    /** A call of which nobody knows what became of it: it may have its effect at any later time, or never. */
    public static Operation unknown(int client, long called, Call call) {
        return new Operation(client, called, NEVER, call, Answer.Nothing.UNKNOWN);
    }

    boolean isUnknown() {
        return answer == Answer.Nothing.UNKNOWN;
    }

    /** Whether it may have changed the stream. */
    boolean mayHaveAppended() {
        return call instanceof Call.Append && (isUnknown() || answer instanceof Answer.Acknowledged);
    }

    @Override
    public String toString() {
        return "client " + client + ", " + millis(called) + " to " + (returned == NEVER ? "?" : millis(returned))
                + " ms: " + call + " -> " + answer;
    }

    private static String millis(long nanos) {
        return String.format("%.3f", nanos / 1e6);
    }
}
