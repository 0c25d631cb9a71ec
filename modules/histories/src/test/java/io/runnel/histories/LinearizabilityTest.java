package io.runnel.histories;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the search makes of histories that fit on a page. Times are in milliseconds. */
class LinearizabilityTest {
    private static final Call TAIL = Call.CheckTail.CHECK_TAIL;

    private final List<Operation> operations = new ArrayList<>();

    @Test
    void concurrentAppendsMayBeInAnyOrder() {
        at(0, 10, append(1), acknowledged(1, 2));
        at(0, 10, append(2), acknowledged(0, 1));
        at(11, 12, read(0), found(0, 2, 1));
        assertPossible();
    }

    @Test
    void appendsOneAfterTheOtherMayNot() {
        at(0, 10, append(1), acknowledged(1, 2));
        at(11, 20, append(2), acknowledged(0, 1));
        assertViolation("the tail is another");
    }

    @Test
    void anUnknownAppendMayHappenLaterOrNever() {
        unknown(0, append(1));
        unknown(0, append(2));
        at(5, 6, TAIL, new Answer.TailIs(0));
        at(7, 8, read(0), found(0, 2));
        at(9, 10, TAIL, new Answer.TailIs(1));
        assertPossible();
    }

    @Test
    void butNotBeforeItsCall() {
        at(1, 2, TAIL, new Answer.TailIs(1));
        unknown(3, append(1));
        assertViolation("the tail is another");
    }

    @Test
    void whatWasSeenStays() {
        unknown(0, append(1));
        at(1, 2, read(0), found(0, 1));
        at(3, 4, read(0), new Answer.TailIs(0));
        assertViolation("read of 100 from 0 -> the tail is 0");
    }

    @Test
    void aReplacedTokenLetsNobodyIn() {
        at(0, 1, new Call.Append(new long[] {1}, List.of(new Call.Fence(0, "mine")), -1, null, 0), acknowledged(0, 1));
        at(2, 3, new Call.Append(new long[] {2}, List.of(), -1, "", 0), acknowledged(1, 2));
        assertViolation("another fencing token is in force");
    }

    @Test
    void aFenceUnderWayMayOrMayNotBeInForce() {
        unknown(0, new Call.Append(new long[] {1}, List.of(new Call.Fence(0, "mine")), -1, null, 0));
        at(2, 3, new Call.Append(new long[] {2}, List.of(), -1, "", 0), acknowledged(0, 1));
        at(4, 5, new Call.Append(new long[] {3}, List.of(), -1, "", 0), new Answer.TokenMismatch("mine"));
        assertPossible();
    }

    @Test
    void aStreamDoesNotBeginInsideOfABatch() {
        unknown(0, append(1, 2));
        at(1, 2, read(0), found(0, 2));
        assertViolation("other records are there");
    }

    @Test
    void theFirstViolationIsShownAndNotTheRest() {
        at(0, 1, append(1), acknowledged(0, 1));
        at(2, 3, TAIL, new Answer.TailIs(0));
        at(4, 5, append(2), acknowledged(1, 2));
        at(6, 7, TAIL, new Answer.TailIs(7));
        String explanation = Linearizability.check(history()).explanation();
        assertThat(explanation)
                .startsWith("""
                        The stream small is not linearizable. Without this answer it would be:
                          #1 client 0, 2.000 to 3.000 ms: check tail -> the tail is 0
                        """)
                .contains("Then: tail 1, token ''. What cannot come next, and why:")
                .doesNotContain("the tail is 7");
    }

    @Test
    void aTailAheadOfTheAcknowledgedBatchIsAnAnswerOfItsOwn() {
        at(0, 1, append(1), new Answer.Acknowledged(0, 1, 3));
        assertViolation("the tail is 3");
    }

    @Test
    void thousandsOfOperationsTakeASearchWithoutBacktracking() {
        Verdict verdict = Linearizability.check(new SimRun(3, 10_000, null).history());
        assertThat(verdict.kind()).as(verdict.explanation()).isEqualTo(Verdict.Kind.POSSIBLE);
    }

    private void at(long called, long returned, Call call, Answer answer) {
        operations.add(new Operation(0, called * 1_000_000, returned * 1_000_000, call, answer));
    }

    private void unknown(long called, Call call) {
        operations.add(Operation.unknown(0, called * 1_000_000, call));
    }

    private static Call append(long... records) {
        return new Call.Append(records, List.of(), Call.Append.ANY, null, 0);
    }

    private static Call read(long from) {
        return new Call.Read(from, 100);
    }

    private static Answer acknowledged(long start, long end) {
        return new Answer.Acknowledged(start, end, end);
    }

    private static Answer found(long first, long... digests) {
        return new Answer.Records(first, digests);
    }

    private History history() {
        return new History("small", operations);
    }

    private void assertPossible() {
        Verdict verdict = Linearizability.check(history());
        assertThat(verdict.kind()).as(verdict.explanation()).isEqualTo(Verdict.Kind.POSSIBLE);
        assertThat(LogCheck.check(history()).isViolation()).isFalse();
    }

    private void assertViolation(String why) {
        Verdict verdict = Linearizability.check(history());
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.VIOLATION);
        assertThat(verdict.explanation()).contains(why);
        assertThat(LogCheck.check(history()).isViolation()).isTrue();
    }
}
