package io.runnel.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.TestAbortedException;
import org.scalatest.Args;
import org.scalatest.Reporter;
import org.scalatest.Suite;
import org.scalatest.events.Event;
import org.scalatest.events.SuiteAborted;
import org.scalatest.events.TestCanceled;
import org.scalatest.events.TestFailed;
import org.scalatest.events.TestSucceeded;
import scala.Option;

/** Runs a suite of Pekko's technology compatibility kits, which are written for ScalaTest, and gives its results to JUnit. */
final class Tck {
    private Tck() {}

    static List<DynamicTest> run(Suite suite) {
        Map<String, DynamicTest> tests = new LinkedHashMap<>();
        List<String> aborts = new ArrayList<>();
        Reporter reporter = event -> record(event, tests, aborts);
        suite.run(
                Option.empty(),
                new Args(
                        reporter,
                        Args.apply$default$2(),
                        Args.apply$default$3(),
                        Args.apply$default$4(),
                        Args.apply$default$5(),
                        Args.apply$default$6(),
                        Args.apply$default$7(),
                        Args.apply$default$8(),
                        Args.apply$default$9(),
                        Args.apply$default$10()));
        assertThat(aborts).isEmpty();
        assertThat(tests).isNotEmpty();
        return List.copyOf(tests.values());
    }

    private static void record(Event event, Map<String, DynamicTest> tests, List<String> aborts) {
        if (event instanceof TestSucceeded succeeded) {
            tests.put(succeeded.testName(), DynamicTest.dynamicTest(succeeded.testName(), () -> {}));
        } else if (event instanceof TestFailed failed) {
            tests.put(failed.testName(), DynamicTest.dynamicTest(failed.testName(), () -> {
                throw new AssertionError(
                        failed.message(),
                        failed.throwable().isDefined() ? failed.throwable().get() : null);
            }));
        } else if (event instanceof TestCanceled canceled) {
            tests.put(canceled.testName(), DynamicTest.dynamicTest(canceled.testName(), () -> {
                throw new TestAbortedException(canceled.message());
            }));
        } else if (event instanceof SuiteAborted aborted) {
            aborts.add(aborted.message());
        }
    }
}
