package io.runnel.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What the simulation is worth: it notices mistakes. */
class SimulationCatchesTest {
    private static final int SEEDS = 500;

    @TestFactory
    Stream<DynamicTest> catches() {
        return SimMutations.all().entrySet().stream()
                .map(mutation -> DynamicTest.dynamicTest(mutation.getKey(), () -> {
                    Caught caught = caught(mutation.getValue());
                    assertThat(caught).as("noticed within %d seeds", SEEDS).isNotNull();
                }));
    }

    record Caught(String invariant, long seed) {}

    static @Nullable Caught caught(Supplier<SimMutation> mutation) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                new SimWorld(seed, mutation.get()).run();
            } catch (SimViolation e) {
                return new Caught(e.invariant(), seed);
            }
        }
        return null;
    }

    /** Prints the table of {@code docs/simulation.md}. */
    public static void main(String[] arguments) {
        for (Map.Entry<String, Supplier<SimMutation>> mutation :
                SimMutations.all().entrySet()) {
            Caught caught = caught(mutation.getValue());
            System.out.println("| " + mutation.getKey() + " | "
                    + (caught == null ? "NOT CAUGHT | " : caught.invariant + " | " + caught.seed) + " |");
        }
    }
}
