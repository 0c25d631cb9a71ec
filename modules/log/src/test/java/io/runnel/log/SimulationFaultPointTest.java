package io.runnel.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.log.SimFault.Strike;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** At each moment of the protocol, each thing that can go wrong; nothing else goes wrong then. */
class SimulationFaultPointTest {
    private static final int RUNS = 3;
    private static final int SEEDS = 400;

    @TestFactory
    List<DynamicTest> survives() {
        List<DynamicTest> tests = new ArrayList<>();
        for (SimPoint point : SimPoint.values()) {
            for (Strike strike : Strike.values()) {
                tests.add(DynamicTest.dynamicTest(point + " " + strike, () -> survives(point, strike)));
            }
        }
        return tests;
    }

    private static void survives(SimPoint point, Strike strike) {
        int struck = 0;
        for (int seed = 1; struck < RUNS && seed < SEEDS; seed++) {
            SimWorld world = new SimWorld(seed, new SimFault(point, strike, 1 + seed % 4));
            world.run();
            struck += world.struck();
        }
        assertThat(struck).as("runs in which it happened").isEqualTo(RUNS);
    }
}
