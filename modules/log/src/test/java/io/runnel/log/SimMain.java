package io.runnel.log;

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
        long done = 0;
        for (long seed = from; seed < from + seeds; seed++) {
            SimWorld world = new SimWorld(seed);
            try {
                world.run();
            } catch (SimViolation e) {
                System.out.println(e.getMessage());
                System.exit(1);
            }
            done++;
            requests += world.trace().count();
            acknowledged += world.acknowledged();
            if (System.nanoTime() - reported > REPORT_NANOS || done == seeds) {
                reported = System.nanoTime();
                System.out.printf(
                        "%,d seeds from %d on, %,d a second; %,d events, %,d entries acknowledged; no violation%n",
                        done, from, done * 1_000_000_000L / (reported - started), requests, acknowledged);
            }
        }
    }
}
