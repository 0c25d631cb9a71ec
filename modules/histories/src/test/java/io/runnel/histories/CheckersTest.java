package io.runnel.histories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both checkers let pass what a stream can have shown, notice every kind of mistake, and agree. */
class CheckersTest {
    private static final int RUNS_WITH_MISTAKE = 40;

    @Property(tries = 200)
    void bothPassWhatAStreamHasShown(@ForAll long seed) {
        History history = new SimRun(seed, 150, null).history();
        Verdict searched = Linearizability.check(history);
        assertThat(searched.kind()).as(searched.explanation()).isEqualTo(Verdict.Kind.POSSIBLE);
        Verdict checked = LogCheck.check(history);
        assertThat(checked.isViolation()).as(checked.explanation()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void bothNoticeEveryMistake(Mistake mistake) {
        int noticed = 0;
        for (long seed = 1; noticed < RUNS_WITH_MISTAKE; seed++) {
            assertThat(seed).as("too seldom is there an opportunity for it").isLessThan(50L * RUNS_WITH_MISTAKE);
            SimRun run = new SimRun(seed, 100, mistake);
            if (run.hasMistaken()) {
                noticed++;
                assertThat(LogCheck.check(run.history()).isViolation())
                        .as("linear check, seed %d", seed)
                        .isTrue();
                Verdict searched = Linearizability.check(run.history());
                assertThat(searched.kind()).as("search, seed %d", seed).isEqualTo(Verdict.Kind.VIOLATION);
                assertThat(searched.explanation()).contains("What cannot come next, and why");
            }
        }
    }

    /** What the linear check calls a violation is one, and if it has seen everything it sees every one. */
    @Property(tries = 1_500)
    void bothAgreeOnWhatHasBeenTamperedWith(@ForAll long seed) {
        Random random = new Random(seed);
        History history = new SimRun(seed, 6 + random.nextInt(30), null).history();
        for (int i = random.nextInt(3); i >= 0; i--) {
            history = new Tampering(random).with(history);
        }
        Verdict searched = Linearizability.check(history);
        Verdict checked = LogCheck.check(history);
        assumeThat(searched.kind()).isNotEqualTo(Verdict.Kind.UNDECIDED);
        if (checked.kind() != Verdict.Kind.POSSIBLE_IN_PART) {
            assertThat(checked.isViolation())
                    .as("%s%n%s%n%s", searched.explanation(), checked.explanation(), lines(history))
                    .isEqualTo(searched.isViolation());
        }
    }

    private static String lines(History history) {
        return String.join(
                "\n", history.operations().stream().map(Operation::toString).toList());
    }
}
