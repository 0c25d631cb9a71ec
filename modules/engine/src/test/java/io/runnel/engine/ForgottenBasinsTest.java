package io.runnel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.model.BasinConfig;
import io.runnel.model.BasinInfo;
import io.runnel.model.BasinName;
import io.runnel.model.Outcome;
import io.runnel.model.Provisioned;
import io.runnel.model.StreamInfo;
import io.runnel.model.StreamName;
import io.runnel.model.StreamOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/adr/0020}: nothing is left of basins that have ended, and none that begins again is taken for them. */
class ForgottenBasinsTest {
    private static final BasinName BASIN = new BasinName("coming-and-going");
    private static final BasinRig.Fate RELIABLE = (number, basin, deliver) -> deliver.run();

    @Test
    void aBasinThatWasDeletedLeavesNothing() {
        try (BasinRig rig = new BasinRig(RELIABLE)) {
            live(rig, BASIN, "once");
            Await.until(rig::hasForgottenAll);
            assertThat(rig.listed()).isEmpty();
            assertThat(rig.exists(BASIN)).isFalse();
        }
    }

    @Test
    void itsNameCanBeUsedAgainAndAgain() {
        try (BasinRig rig = new BasinRig(RELIABLE)) {
            for (int life = 0; life < 30; life++) {
                live(rig, BASIN, "life-" + life);
                if (life % 3 == 0) {
                    Await.until(rig::hasForgottenAll);
                }
                if (life % 2 == 0) {
                    rig.stopBasin(BASIN);
                }
            }
            Await.until(rig::hasForgottenAll);
            assertThat(rig.storage.violations()).isEmpty();
        }
    }

    @Test
    void whatIsCreatedAgainStays() {
        try (BasinRig rig = new BasinRig(RELIABLE)) {
            live(rig, BASIN, "first");
            rig.create(BASIN, "second");
            rig.stopBasin(BASIN);
            rig.stopAccount();
            assertThat(rig.exists(BASIN)).isTrue();
            assertThat(rig.listed()).containsExactly(BASIN.value());
            assertThat(rig.storage.violations()).isEmpty();
        }
    }

    @Test
    void anEndThatWasSaidToHaveFailedIsOne() {
        try (BasinRig rig = new BasinRig(RELIABLE)) {
            AtomicBoolean once = new AtomicBoolean(true);
            rig.storage.mishaps(event -> event instanceof BasinEvent.BasinEnded && once.getAndSet(false)
                    ? TestStorage.Mishap.UNKNOWN
                    : TestStorage.Mishap.NONE);
            live(rig, BASIN, "first");
            Await.until(() -> rig.storage.count("basin") == 0);
            live(rig, BASIN, "second"); // by the same actor, which has recovered
            assertThat(rig.storage.violations()).isEmpty();
            Await.until(rig::hasForgottenAll);
        }
    }

    @Test
    void whatWasNotPersistedIsNotRemembered() {
        try (BasinRig rig = new BasinRig(RELIABLE)) {
            rig.create(BASIN, "first");
            AtomicBoolean once = new AtomicBoolean(true);
            rig.storage.mishaps(event -> event instanceof BasinEvent.StreamCreated && once.getAndSet(false)
                    ? TestStorage.Mishap.LOST
                    : TestStorage.Mishap.NONE);
            rig.ask(
                    BASIN,
                    (ActorRef<Outcome<Provisioned<StreamInfo>>> replyTo) ->
                            new BasinEntity.EnsureStream(BASIN, new StreamName("lost"), StreamOptions.NONE, replyTo),
                    Duration.ofMillis(500));
            Await.until(() -> !once.get());
            assertThat(rig.streams(BASIN)).isEmpty();
            end(rig, BASIN);
            Await.until(rig::hasForgottenAll);
        }
    }

    private enum Victim {
        NOBODY,
        BASIN,
        ACCOUNT,
        BOTH
    }

    /** Every message of a life, lost or not, with whoever is stopped at that moment. */
    @Test
    void nothingIsLeftWhereverItIsInterrupted() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> cases = new ArrayList<>();
            for (Victim victim : Victim.values()) {
                for (boolean lost : victim == Victim.NOBODY ? new boolean[] {true} : new boolean[] {true, false}) {
                    for (int at = 1; at <= 11; at++) {
                        int number = at;
                        cases.add(threads.submit(() -> interruptedAt(number, victim, lost)));
                    }
                }
            }
            for (Future<?> each : cases) {
                each.get(120, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void interruptedAt(int at, Victim victim, boolean lost) {
        BasinRig[] rig = new BasinRig[1];
        BasinRig.Fate fate = (number, basin, deliver) -> {
            if (number == at && victim != Victim.ACCOUNT && victim != Victim.NOBODY) {
                rig[0].stopBasin(basin);
            }
            if (number == at && victim != Victim.BASIN && victim != Victim.NOBODY) {
                rig[0].stopAccount();
                rig[0].startAccount();
            }
            if (number != at || !lost) {
                deliver.run();
            }
        };
        try (BasinRig under = new BasinRig(fate)) {
            rig[0] = under;
            String about = victim + " at message " + at + (lost ? ", which is lost" : "");
            live(under, BASIN, "first");
            Await.until(under::hasForgottenAll);
            live(under, BASIN, "second");
            Await.until(under::hasForgottenAll);
            assertThat(under.storage.violations()).as(about).isEmpty();
            assertThat(under.listed()).isEmpty();
        }
    }

    /** Messages are lost, late or come twice; writes fail; account and basins are stopped; clients do what they like. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2})
    void noGenerationIsUsedTwiceWhateverHappens(long nth) {
        long seed = System.nanoTime() + nth;
        Random dice = new Random(seed);
        AtomicBoolean faulty = new AtomicBoolean(true);
        BasinRig[] rig = new BasinRig[1];
        BasinRig.Fate fate = (number, basin, deliver) -> {
            int fortune;
            int late;
            synchronized (dice) {
                fortune = faulty.get() ? dice.nextInt(10) : 9;
                late = dice.nextInt(400);
            }
            if (fortune < 3) {
                later(rig[0], late, deliver); // late, if it is all, or once more
            }
            if (fortune > 1) {
                deliver.run();
            }
        };
        try (BasinRig under = new BasinRig(fate)) {
            rig[0] = under;
            under.storage.mishaps(event -> {
                synchronized (dice) {
                    int fortune = faulty.get() ? dice.nextInt(20) : 2;
                    return fortune == 0
                            ? TestStorage.Mishap.LOST
                            : fortune == 1 ? TestStorage.Mishap.UNKNOWN : TestStorage.Mishap.NONE;
                }
            });
            List<BasinName> names = List.of(BASIN, new BasinName("another-basin"));
            for (int step = 0; step < 150; step++) {
                BasinName name = names.get(next(dice, names.size()));
                any(under, name, next(dice, 8), "t" + step);
                pause(next(dice, 20));
            }
            faulty.set(false);
            names.forEach(name -> end(under, name));
            assertThat(under.storage.violations()).as("seed " + seed).isEmpty();
            Await.until(under::hasForgottenAll);
        } catch (AssertionError e) {
            throw new AssertionError("with seed " + seed, e);
        }
    }

    private static void any(BasinRig rig, BasinName name, int what, String token) {
        Duration patience = Duration.ofMillis(500);
        switch (what) {
            case 0 -> rig.stopBasin(name);
            case 1 -> {
                rig.stopAccount();
                rig.startAccount();
            }
            case 2, 3 ->
                rig.<Provisioned<BasinInfo>>ask(
                        name,
                        replyTo -> new BasinEntity.CreateBasin(name, BasinConfig.DEFAULT, token, replyTo),
                        patience);
            case 4, 5 ->
                rig.<Provisioned<StreamInfo>>ask(
                        name,
                        replyTo -> new BasinEntity.EnsureStream(name, new StreamName("s"), StreamOptions.NONE, replyTo),
                        patience);
            default -> rig.<Void>ask(name, replyTo -> new BasinEntity.DeleteBasin(name, replyTo), patience);
        }
    }

    private static void live(BasinRig rig, BasinName basin, String token) {
        rig.create(basin, token);
        rig.createStream(basin, "s", token);
        end(rig, basin);
    }

    private static void end(BasinRig rig, BasinName basin) {
        rig.delete(basin);
        Await.until(() -> !rig.exists(basin));
    }

    private static void later(BasinRig rig, int millis, Runnable deliver) {
        rig.system.scheduler().scheduleOnce(Duration.ofMillis(millis), deliver, rig.system.dispatcher());
    }

    private static void pause(int millis) {
        LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    }

    private static int next(Random dice, int bound) {
        synchronized (dice) {
            return dice.nextInt(bound);
        }
    }
}
