package io.runnel.histories;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The contract of a stream: which operation may come next in a state, and with which answer. */
final class StreamRules {
    private StreamRules() {}

    /** Of an append that takes effect: whether its conditions hold, and whether the answer fits if there is one. */
    static Reason append(StreamState state, Call.Append append, Answer answer) {
        if (append.token() != null && !append.token().equals(state.token())) {
            return Reason.OTHER_TOKEN;
        }
        if (append.match() != Call.Append.ANY && append.match() != state.tail()) {
            return Reason.OTHER_MATCH;
        }
        if (!(answer instanceof Answer.Acknowledged ack)) {
            return Reason.NONE;
        }
        if (ack.end() - ack.start() != append.count()) {
            return Reason.OTHER_COUNT;
        }
        if (ack.tail() < ack.end()) {
            return Reason.TAIL_BEFORE_END;
        }
        return ack.start() == state.tail() ? Reason.NONE : Reason.OTHER_TAIL;
    }

    /**
     * Of an operation that changes nothing.
     *
     * @param content the records of the stream, by number; what is not below the tail is not looked at
     */
    static Reason observe(StreamState state, long[] content, Call call, Answer answer) {
        if (answer instanceof Answer.Records records) {
            return read(state, content, (Call.Read) call, records);
        }
        if (answer instanceof Answer.TailIs is) {
            if (is.tail() != state.tail()) {
                return Reason.OTHER_TAIL;
            }
            return call instanceof Call.Read read && read.from() < state.tail() ? Reason.NOT_BEYOND : Reason.NONE;
        }
        Call.Append append = (Call.Append) call;
        if (answer instanceof Answer.TokenMismatch mismatch) {
            if (!mismatch.token().equals(state.token())) {
                return Reason.OTHER_TOKEN;
            }
            return differs(append.token(), state.token()) ? Reason.NONE : Reason.NO_REASON_TO_REFUSE;
        }
        Answer.SeqNumMismatch mismatch = (Answer.SeqNumMismatch) answer;
        if (differs(append.token(), state.token())) {
            return Reason.OTHER_TOKEN;
        }
        if (mismatch.tail() != state.tail()) {
            return Reason.OTHER_TAIL;
        }
        return append.match() != Call.Append.ANY && append.match() != state.tail()
                ? Reason.NONE
                : Reason.NO_REASON_TO_REFUSE;
    }

    private static boolean differs(@Nullable String given, String inForce) {
        return given != null && !given.equals(inForce);
    }

    private static Reason read(StreamState state, long[] content, Call.Read read, Answer.Records found) {
        int count = found.digests().length;
        if (count == 0) {
            return read.from() < state.tail() && state.trimPoint() >= state.tail()
                    ? Reason.NONE
                    : Reason.ENDS_TOO_EARLY;
        }
        if (found.first() != read.from() && (found.first() < read.from() || found.first() > state.trimPoint())) {
            return Reason.BEGINS_TOO_LATE;
        }
        if (found.next() > state.tail()) {
            return Reason.BEYOND_TAIL;
        }
        if (count > read.limit()) {
            return Reason.MORE_THAN_ASKED;
        }
        if (count < read.limit() && found.next() < state.tail()) {
            return Reason.ENDS_TOO_EARLY;
        }
        int first = (int) found.first();
        return Arrays.equals(content, first, first + count, found.digests(), 0, count)
                ? Reason.NONE
                : Reason.OTHER_CONTENT;
    }
}
