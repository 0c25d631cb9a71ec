package io.runnel.sdk.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.Await;
import io.runnel.sdk.RunnelClient;
import io.runnel.testkit.RunnelTest;
import io.runnel.testkit.TestBasin;
import java.io.PrintWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** What the first test of a JVM waits for: a program of its own that runs one by JUnit, and whose time {@link ColdStartIT} tells. */
final class ColdStart {
    private ColdStart() {}

    public static void main(String[] arguments) {
        var summary = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(FirstTest.class))
                                // As in a project of somebody else, who does not look for leaks of ours.
                                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "false")
                                .build(),
                        summary);
        summary.getSummary().printFailuresTo(new PrintWriter(System.out, true, UTF_8));
    }

    /** Is asked before all other extensions, so that it sees when the testkit's is. */
    static final class Stopwatch implements BeforeAllCallback {
        private static long begun;

        @Override
        public void beforeAll(ExtensionContext context) {
            begun = System.nanoTime();
        }

        static long millis() {
            return (System.nanoTime() - begun) / 1_000_000;
        }
    }

    @ExtendWith(Stopwatch.class)
    @RunnelTest
    static class FirstTest {
        @Test
        void appends(RunnelClient client, TestBasin basin) throws InterruptedException {
            long made = Stopwatch.millis();
            Await.result(client.basin(basin.name()).stream("first").append(AppendRecord.of("x")));
            System.out.println("server, basin and client after " + made + " ms, the first record acknowledged after "
                    + Stopwatch.millis() + " ms, with " + cpuTime() + " ms of CPU time since the JVM began");
        }

        private static long cpuTime() {
            return ProcessHandle.current()
                    .info()
                    .totalCpuDuration()
                    .map(Duration::toMillis)
                    .orElse(-1L);
        }
    }
}
