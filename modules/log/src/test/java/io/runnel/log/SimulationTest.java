package io.runnel.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Nodes that crash, stand still, leave, or go on although they have been replaced, over a store that loses, delays and
 * repeats: what the log promises is kept. {@code docs/simulation.md} says more.
 */
class SimulationTest {
    private static final long ONE_SEED = Long.getLong("runnel.sim.seed", 0);
    private static final long FIRST_SEED = ONE_SEED == 0 ? 1 : ONE_SEED;
    private static final int SEEDS = ONE_SEED == 0 ? Integer.getInteger("runnel.sim.seeds", 2000) : 1;

    @Test
    void keepsItsPromisesWhateverHappens() {
        long acknowledged = 0;
        long forgotten = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            SimWorld world = new SimWorld(seed);
            world.run();
            acknowledged += world.acknowledged();
            forgotten += world.forgotten();
        }
        assertThat(acknowledged).isGreaterThan(SEEDS * 10L);
        assertThat(forgotten).isGreaterThan(SEEDS / 10);
    }

    @Test
    void doesTheSameAgainByTheSameSeed() {
        for (long seed = 1; seed < 10; seed++) {
            assertThat(told(seed)).isEqualTo(told(seed));
        }
    }

    private static String told(long seed) {
        SimWorld world = new SimWorld(seed);
        world.run();
        return world.trace().count() + world.trace().tail(Integer.MAX_VALUE);
    }
}
