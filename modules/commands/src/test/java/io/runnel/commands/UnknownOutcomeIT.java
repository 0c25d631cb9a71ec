package io.runnel.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.commands.Cli.Result;
import io.runnel.testkit.Direction;
import io.runnel.testkit.Fault;
import io.runnel.testkit.FaultProxy;
import io.runnel.testkit.RunnelTest;
import io.runnel.testkit.TestBasin;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Appends whose answers are lost on the way, on every connection, after so many bytes of them. */
@RunnelTest
class UnknownOutcomeIT {
    private static final String UNKNOWN = "of 2 more it is not known whether they were appended";

    @TempDir
    private Path directory;

    @Test
    void whateverIsLostOfTheAnswersNoFailureIsToldForCertainThatIsNot(TestBasin place, FaultProxy faults) {
        Cli cli = new Cli(place.environment(), directory);
        long before = faults.passed(Direction.TO_CLIENT);
        assertThat(append(cli, stream(place, 0)).code()).isZero();
        long whole = faults.passed(Direction.TO_CLIENT) - before;
        int unknown = 0;
        for (int cut = 1; cut < 10; cut++) {
            faults.planAll(Fault.reset(Direction.TO_CLIENT, Math.max(0, whole - 8L * cut)));
            Result appended = append(cli, stream(place, cut));
            faults.restore();
            if (appended.err().contains(UNKNOWN)) {
                unknown++;
                assertThat(appended.code()).isEqualTo(1);
                assertThat(appended.err())
                        .contains("error: Failed to append: it is not known whether the batch was appended")
                        .contains("look before you try again");
            } else if (appended.err().contains("2 were not appended")) {
                Result tail = cli.run("check-tail", stream(place, cut));
                assertThat(tail.out()).as(appended.err()).doesNotContain("2 @ ");
            }
        }
        assertThat(unknown).isPositive();
    }

    private static Result append(Cli cli, String stream) {
        return cli.pipe("a\nb\n", "append", stream);
    }

    private static String stream(TestBasin place, int number) {
        return "s2://" + place.name() + "/s" + number;
    }
}
