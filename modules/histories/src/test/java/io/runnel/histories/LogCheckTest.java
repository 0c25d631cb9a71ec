package io.runnel.histories;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What only the linear check can do. */
class LogCheckTest {
    private final List<Operation> operations =
            new ArrayList<>(new SimRun(1, 1_000_000, null).history().operations());

    @Test
    void takesAMillionOperationsAndFindsTheOneThatIsWrong() {
        assertThat(check().isViolation()).isFalse();

        int at = operations.size() * 2 / 3;
        while (!(operations.get(at).call() instanceof Call.CheckTail)
                || operations.get(at).isUnknown()) {
            at++;
        }
        Operation right = operations.get(at);
        long longAgo = ((Answer.TailIs) right.answer()).tail() - 1000;
        operations.set(
                at, new Operation(1, right.called(), right.returned(), right.call(), new Answer.TailIs(longAgo)));

        assertThat(check().explanation())
                .containsAnyOf("before this was asked for, and here it is", "inside of a batch");
    }

    private Verdict check() {
        long started = System.nanoTime();
        Verdict verdict = LogCheck.check(new History("large", operations));
        System.out.println(
                operations.size() + " operations checked in " + (System.nanoTime() - started) / 1_000_000 + " ms");
        return verdict;
    }
}
