package io.runnel.verify;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Servers over one store that do not live long: each is killed while its clients are at it, or another takes over
 * while it lives. After some lives all that was written is read and the histories are judged, and new ones begin.
 */
final class HistoryCycles {
    static final int LIVES_OF_A_HISTORY = 8;

    private static final Duration LONGEST_LIFE = Duration.ofSeconds(2);
    private static final int MOST_BATCHES_OF_A_LIFE = 500;
    private static final Duration BESIDE_EACH_OTHER = Duration.ofMillis(700);

    private final List<String> options;
    private final Map<String, String> environment;
    private final Path log;
    private final Random random;
    private final boolean takeovers;
    private final Tally tally = new Tally();
    private HistoryLoad load = new HistoryLoad();
    private int livesOfHistory;

    /** What has been done so far. */
    static final class Tally {
        int cycles;
        int takenOver;
        long operations;
        long acknowledged;
        long indefinite;
        final List<String> violations = new ArrayList<>();

        @Override
        public String toString() {
            return cycles + " cycles (" + (cycles - takenOver) + " killed, " + takenOver + " taken over), " + operations
                    + " operations, " + acknowledged + " batches acknowledged, " + indefinite + " indefinite, "
                    + violations.size() + " violations";
        }
    }

    /** @param takeovers whether a second server may be started over the store while the first one lives */
    HistoryCycles(List<String> options, Map<String, String> environment, Path log, long seed, boolean takeovers) {
        this.options = options;
        this.environment = environment;
        this.log = log;
        this.random = new Random(seed);
        this.takeovers = takeovers;
    }

    Tally run(int cycles, Consumer<Tally> progress) throws InterruptedException {
        ServerProcess server = launch();
        try {
            load.prepare(server.address());
            AtomicBoolean enough = new AtomicBoolean();
            List<Thread> clients = live(server, enough);
            while (tally.cycles < cycles) {
                boolean beside = takeovers && random.nextInt(3) == 0;
                ServerProcess before = server;
                if (beside) {
                    load.calm(true);
                    server = launch(); // while the clients of the one before go on
                    load.calm(false);
                    List<Thread> both = new ArrayList<>(clients);
                    both.addAll(load.start(server.address(), random.nextLong(), enough::get));
                    Eventually.pause(BESIDE_EACH_OTHER);
                    tally.takenOver++;
                    clients = both;
                }
                enough.set(beside);
                before.kill();
                load.finish(clients);
                if (!beside) {
                    server = launch();
                }
                tally.cycles++;
                if (++livesOfHistory == LIVES_OF_A_HISTORY || tally.cycles == cycles) {
                    judge(server);
                }
                progress.accept(tally);
                enough = new AtomicBoolean();
                if (tally.cycles < cycles) {
                    clients = live(server, enough);
                }
            }
            return tally;
        } finally {
            server.close();
        }
    }

    /** How far the clients have come, not how long they took, decides: machines differ. */
    private List<Thread> live(ServerProcess server, AtomicBoolean enough) {
        List<Thread> clients = load.start(server.address(), random.nextLong(), enough::get);
        long goal = load.acknowledged() + 1 + random.nextInt(MOST_BATCHES_OF_A_LIFE);
        long deadline = System.nanoTime() + LONGEST_LIFE.toNanos();
        while (load.acknowledged() < goal && System.nanoTime() < deadline) {
            Eventually.pause(Duration.ofMillis(1));
        }
        return clients;
    }

    private void judge(ServerProcess server) {
        tally.violations.addAll(load.violations(server.address()));
        tally.operations += load.operations();
        tally.acknowledged += load.acknowledged();
        tally.indefinite += load.indefinite();
        load = new HistoryLoad();
        load.prepare(server.address());
        livesOfHistory = 0;
    }

    private ServerProcess launch() {
        ServerProcess server = ServerProcess.launch(options, environment, log);
        try {
            server.awaitServing();
            return server;
        } catch (RuntimeException | AssertionError e) {
            server.close();
            throw e;
        }
    }
}
