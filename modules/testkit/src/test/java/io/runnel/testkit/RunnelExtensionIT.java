package io.runnel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs classes of tests as those who use the extension would write them. */
class RunnelExtensionIT {

    @Test
    void testsSideBySideNeverSeeEachOthersStreams() {
        assertThat(run(SideBySide.class).testEvents().succeeded().count()).isEqualTo(4);
        assertThat(Set.copyOf(SideBySide.NAMES)).hasSize(4);
    }

    @Test
    void aTestIsGivenTheSameWhereverItAsksAndNotWhatItsClassHas() {
        assertThat(run(Everywhere.class).testEvents().failed().list()).isEmpty();
    }

    @Test
    void aTestMayRestartAServerOfItsOwn() {
        assertThat(run(Restarting.class).testEvents().failed().list()).isEmpty();
    }

    @Test
    void aServerThatOthersUseIsNotHandedOut() {
        run(Greedy.class)
                .testEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(
                                test(),
                                finishedWithFailure(message(text -> text.contains("@RunnelTest(ownServer = true)")))));
    }

    @Test
    void nothingIsLeftWhenAPlanHasBeenExecuted() throws Exception {
        Set<Thread> before = Threads.now();
        assertThat(run(SideBySide.class, Restarting.class).testEvents().failed().list())
                .isEmpty();
        Eventually.holds(() -> assertThat(Threads.besides(before)).isEmpty());
    }

    private static EngineExecutionResults run(Class<?>... classes) {
        SideBySide.NAMES.clear();
        EngineTestKit.Builder plan = EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "4");
        for (Class<?> sample : classes) {
            plan.selectors(selectClass(sample));
        }
        return plan.execute();
    }

    @RunnelTest
    @Execution(ExecutionMode.CONCURRENT)
    static class SideBySide {
        static final ConcurrentLinkedQueue<String> NAMES = new ConcurrentLinkedQueue<>();
        private static final CyclicBarrier ALL = new CyclicBarrier(4);

        @RepeatedTest(4)
        void seesItsOwnStreamOnly(TestBasin basin) throws Exception {
            NAMES.add(basin.name());
            assertThat(Wire.append(basin, "by-" + basin.name(), basin.name()).status())
                    .isEqualTo(200);
            ALL.await(60, TimeUnit.SECONDS);
            assertThat(Wire.streams(basin).body().split("\"name\"")).hasSize(2);
            assertThat(Wire.streams(basin).body()).contains("by-" + basin.name() + "\"");
            assertThat(Wire.read(basin, "by-" + basin.name()).body()).contains(basin.name());
        }
    }

    @RunnelTest
    static class Everywhere {
        private static String ofTheClass;
        private final TestBasin constructed;

        Everywhere(TestBasin basin) {
            this.constructed = basin;
        }

        @BeforeAll
        static void once(TestBasin basin) {
            ofTheClass = basin.name();
        }

        @BeforeEach
        void before(TestBasin basin) {
            assertThat(basin).isSameAs(constructed);
        }

        @Test
        void one(TestBasin basin, FaultProxy faults) throws Exception {
            assertThat(basin).isSameAs(constructed);
            assertThat(basin.name()).isNotEqualTo(ofTheClass);
            assertThat(faults.endpoint()).isEqualTo(basin.endpoint());
            assertThat(basin.environment())
                    .containsEntry("S2_BASIN_ENDPOINT", basin.endpoint().toString());
            assertThat(Wire.append(basin, "orders", "one").status()).isEqualTo(200);
            assertThat(faults.connections()).isEqualTo(1);
        }

        @Test
        void another(TestBasin basin) throws Exception {
            assertThat(Wire.read(basin, "orders").status()).isEqualTo(416);
        }

        @Nested
        class Within {
            @Test
            void too(TestBasin basin) throws Exception {
                assertThat(Wire.append(basin, "orders", "too").status()).isEqualTo(200);
            }
        }
    }

    @RunnelTest(ownServer = true)
    static class Restarting {
        @Test
        void keepsData(TestServer server, TestBasin basin) throws Exception {
            URI before = basin.endpoint();
            Wire.append(basin, "orders", "kept");
            server.restart(TestServer.Data.KEPT);
            assertThat(Wire.read(basin, "orders").body()).contains("kept");
            assertThat(basin.endpoint()).isEqualTo(before);
        }
    }

    @RunnelTest
    static class Greedy {
        @Test
        void wantsTheServer(TestServer server) {
            throw new IllegalStateException("was given " + List.of(server));
        }
    }
}
