package io.runnel.log;

import java.util.EnumMap;
import java.util.Map;

/** Runs many seeds: {@code --seeds N --from S}. */
final class SimMain {
    private static final long REPORT_NANOS = 10_000_000_000L;

    private SimMain() {}

    public static void main(String[] arguments) {
        long seeds = 1000;
        long from = 1;
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--seeds" -> seeds = Long.parseLong(arguments[i + 1]);
                case "--from" -> from = Long.parseLong(arguments[i + 1]);
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        long started = System.nanoTime();
        long reported = started;
        long requests = 0;
        long acknowledged = 0;
        long forgotten = 0;
        long done = 0;
        Map<SimPoint, Long> byPoint = new EnumMap<>(SimPoint.class);
        for (long seed = from; seed < from + seeds; seed++) {
            SimWorld world = new SimWorld(seed);
            try {
                world.run();
            } catch (SimViolation e) {
                System.out.println(e.getMessage());
                System.exit(1);
            }
            done++;
            world.requests().forEach((point, count) -> byPoint.merge(point, (long) count, Long::sum));
            requests += world.trace().count();
            acknowledged += world.acknowledged();
            forgotten += world.forgotten();
            if (System.nanoTime() - reported > REPORT_NANOS || done == seeds) {
                reported = System.nanoTime();
                System.out.printf(
                        "%,d seeds from %d on, %,d a second; %,d events, %,d entries acknowledged, %,d entities forgotten;"
                                + " no violation%n",
                        done, from, done * 1_000_000_000L / (reported - started), requests, acknowledged, forgotten);
            }
        }
        byPoint.forEach((point, count) -> System.out.printf("%,14d %s%n", count, point));
    }
}
