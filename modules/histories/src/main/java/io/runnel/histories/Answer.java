package io.runnel.histories;

/** What a client was told. */
public sealed interface Answer {
    /**
     * The batch is at {@code [start, end)}.
     *
     * @param tail the tail as the acknowledgement says
     */
    record Acknowledged(long start, long end, long tail) implements Answer {
        @Override
        public String toString() {
            return "acknowledged at [" + start + ", " + end + ")" + (tail == end ? "" : ", tail " + tail);
        }
    }

    /** Refused: the number that the first record would have got (contract 6.6). */
    record SeqNumMismatch(long tail) implements Answer {
        @Override
        public String toString() {
            return "refused: the tail is " + tail;
        }
    }

    /** Refused: the fencing token in force (contract 6.6). */
    record TokenMismatch(String token) implements Answer {
        @Override
        public String toString() {
            return "refused: the token is '" + token + "'";
        }
    }

    /** Of a check-tail; of a read, that there is nothing to read (416). */
    record TailIs(long tail) implements Answer {
        @Override
        public String toString() {
            return "the tail is " + tail;
        }
    }

    /**
     * What a read found, without a gap.
     *
     * @param first number of the first record, or where the read was to begin if it found none
     */
    @SuppressWarnings("ArrayRecordComponent") // a carrier: nothing compares it
    record Records(long first, long[] digests) implements Answer {
        long next() {
            return first + digests.length;
        }

        @Override
        public String toString() {
            return digests.length == 0 ? "nothing" : "[" + first + ", " + next() + ") " + Call.shortForm(digests);
        }
    }

    enum Nothing implements Answer {
        /** Nobody knows: a broken connection, or an error that leaves it open. */
        UNKNOWN,
        /** A refusal for another reason than a condition: it must never have an effect. */
        REFUSED;

        @Override
        public String toString() {
            return this == UNKNOWN ? "unknown" : "refused";
        }
    }
}
