package io.runnel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.engine.BasinEvent.BasinCreated;
import io.runnel.engine.BasinEvent.BasinDeletionBegun;
import io.runnel.engine.BasinEvent.BasinRemoved;
import io.runnel.model.BasinConfig;
import io.runnel.model.BasinName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a basin asks the account, and what it makes of the answers. */
class BasinGenerationsTest {
    private static final BasinName NAME = new BasinName("generations");
    private static final long RESEND_MILLIS = 1000;

    private static ActorSystem system;

    private final List<AccountEntity.Command> said = new ArrayList<>();
    private final BasinGenerations generations = new BasinGenerations(
            NAME,
            said::add,
            new Answers(new TestRecords(system)),
            nobody(),
            nobody(),
            BasinSettings.from(system.settings().config()));

    @BeforeAll
    static void start() {
        system = ActorSystem.create("generations", TestNode.LOCAL);
    }

    @AfterAll
    static void stop() {
        system.terminate();
        TestNode.await(system.getWhenTerminated());
    }

    @Test
    void whoKnowsNothingAsksOnceAndBeginsAboveTheFloor() {
        Catalogue blank = new Catalogue();
        assertThat(generations.areKnown(blank)).isFalse();
        generations.ask(0);
        generations.ask(1);
        assertThat(said).hasSize(1);
        assertThat(generations.told(answer(0, 41))).isTrue();
        assertThat(generations.areKnown(blank)).isTrue();
        assertThat(generations.next(blank)).isEqualTo(42);
    }

    @Test
    void anAnswerToAnEarlierQuestionMeansNothing() {
        generations.ask(0);
        generations.tick(new Catalogue(), RESEND_MILLIS);
        assertThat(said).as("asked twice").hasSize(2);
        generations.told(answer(0, 5));
        generations.clear(); // a basin has lived meanwhile, and has counted to 7
        generations.ask(2 * RESEND_MILLIS);
        assertThat(generations.told(answer(1, 5))).as("from before that").isFalse();
        assertThat(generations.areKnown(new Catalogue())).isFalse();
        assertThat(generations.told(answer(2, 7))).isTrue();
        assertThat(generations.next(new Catalogue())).isEqualTo(8);
    }

    @Test
    void whatIsKnownOfABasinNeedsNoQuestion() {
        Catalogue existing = new Catalogue(null, 5, 3, 9);
        assertThat(generations.areKnown(existing)).isTrue();
        assertThat(generations.next(existing)).isEqualTo(10);
    }

    @Test
    void aRemovedBasinRetiresUntilTheAccountConfirmsThisVersion() {
        Catalogue removed = removed(3);
        generations.retire(removed, 0);
        generations.retire(removed, 1);
        assertThat(said).hasSize(1);
        assertThat(said.get(0))
                .isInstanceOfSatisfying(
                        AccountEntity.Retire.class,
                        retire -> assertThat(retire.lastGeneration()).isEqualTo(3));
        generations.tick(removed, RESEND_MILLIS);
        assertThat(said).hasSize(2);
        assertThat(generations.retired(removed, new AccountEntity.Retired(removed.version() - 1)))
                .isFalse();
        assertThat(generations.retired(removed, new AccountEntity.Retired(removed.version())))
                .isTrue();
        assertThat(generations.retired(removed, new AccountEntity.Retired(removed.version())))
                .as("once")
                .isFalse();
        generations.tick(removed, 2 * RESEND_MILLIS);
        assertThat(said).hasSize(2);
    }

    @Test
    void whatBeganAgainDoesNotRetire() {
        Catalogue basin = removed(3);
        generations.retire(basin, 0);
        AccountEntity.Retired late = new AccountEntity.Retired(basin.version());
        basin.apply(new BasinCreated(4, BasinConfig.DEFAULT, Instant.EPOCH, null));
        generations.begun();
        assertThat(generations.retired(basin, late)).isFalse();
        basin.apply(new BasinDeletionBegun(Instant.EPOCH)).apply(new BasinRemoved());
        generations.retire(basin, 1);
        assertThat(generations.retired(basin, late)).isFalse();
    }

    private AccountEntity.Floor answer(int question, int generation) {
        AccountEntity.AskFloor asked = (AccountEntity.AskFloor) said.get(question);
        return new AccountEntity.Floor(asked.question(), generation);
    }

    private static Catalogue removed(int generation) {
        return new Catalogue()
                .apply(new BasinCreated(generation, BasinConfig.DEFAULT, Instant.EPOCH, null))
                .apply(new BasinDeletionBegun(Instant.EPOCH))
                .apply(new BasinRemoved());
    }

    private static <T> ActorRef<T> nobody() {
        return Adapter.spawnAnonymous(system, Behaviors.ignore());
    }
}
