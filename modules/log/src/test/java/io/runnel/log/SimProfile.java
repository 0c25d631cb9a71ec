package io.runnel.log;

import java.util.Random;

/**
 * What the network and the store do to requests, each a probability.
 *
 * @param refused no effect, and a failure that may pass: 503, or 409 for a conditional write
 * @param timeout a failure after seconds, and perhaps an effect even later
 * @param lostAnswer an effect, and a failure
 * @param duplicate a second effect, as late as a minute
 * @param slow the request takes up to 40 s to arrive
 * @param damage an answer has a bit flipped
 * @param calamity what happens to nodes, relative to what usually does
 * @param instant whether a request that nothing happens to is answered before the call returns, as by a store in memory
 */
record SimProfile(
        double refused,
        double timeout,
        double lostAnswer,
        double duplicate,
        double slow,
        double damage,
        double calamity,
        boolean instant) {
    static final SimProfile CALM = new SimProfile(0, 0, 0, 0, 0, 0, 0, false);

    /** Enough for every kind of request to be made now and then. */
    static final SimProfile MILD = new SimProfile(0.002, 0, 0.004, 0.002, 0, 0, 0.5, false);

    static SimProfile of(Random random) {
        double much = new double[] {0, 0.005, 0.02, 0.06}[random.nextInt(4)];
        double damage = random.nextInt(12) == 0 ? 0.0005 : 0;
        double calamity = new double[] {0, 1, 1, 3}[random.nextInt(4)];
        boolean instant = random.nextInt(10) == 0;
        return new SimProfile(much, much / 3, much / 2, much / 2, much / 3, damage, calamity, instant);
    }
}
