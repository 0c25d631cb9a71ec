package io.runnel.histories;

/** Why an operation with its answer cannot come next. */
enum Reason {
    NONE("it can"),
    OTHER_TAIL("the tail is another"),
    OTHER_COUNT("it was acknowledged as another number of records"),
    TAIL_BEFORE_END("the tail of its acknowledgement is before its end"),
    OTHER_MATCH("it expected another tail"),
    OTHER_TOKEN("another fencing token is in force"),
    NO_REASON_TO_REFUSE("its condition holds"),
    NOT_BEYOND("there is something to read"),
    BEGINS_TOO_LATE("the read begins after where it was to begin, and nobody has trimmed so far"),
    BEYOND_TAIL("the read found records beyond the tail"),
    MORE_THAN_ASKED("the read found more than it asked for"),
    ENDS_TOO_EARLY("the read ended before the tail and before its limit"),
    OTHER_CONTENT("other records are there"),
    SEEN_OTHERWISE("a reader, or an acknowledgement, says that other records are there"),
    PASSES_BY("another answer, above or later, tells of a tail that it would pass by"),
    OUT_OF_TURN("the batch before it in its session has not been appended");

    private final String text;

    Reason(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
