package io.runnel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.engine.BasinEvent.BasinCreated;
import io.runnel.engine.BasinEvent.BasinDeletionBegun;
import io.runnel.engine.BasinEvent.BasinEnded;
import io.runnel.engine.BasinEvent.BasinReconfigured;
import io.runnel.engine.BasinEvent.BasinRemoved;
import io.runnel.model.BasinConfig;
import io.runnel.model.BasinInfo;
import io.runnel.model.BasinName;
import io.runnel.model.BasinReconfiguration;
import io.runnel.model.Change;
import io.runnel.model.ErrorCode;
import io.runnel.model.Outcome;
import io.runnel.model.Provisioned;
import io.runnel.model.Provisioned.Result;
import io.runnel.model.RetentionPolicy;
import io.runnel.model.StreamError;
import io.runnel.model.StreamOptions;
import io.runnel.model.StreamReconfiguration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Contract 2.2, 4.6, 4.7, 9.1 and 9.3 for basins. */
class BasinRulesTest {
    private static final BasinName NAME = new BasinName("basin-rules");
    private static final int NEXT = 7;
    private static final Instant THEN = Instant.ofEpochSecond(1);
    private static final Instant NOW = Instant.ofEpochSecond(100);
    private static final BasinConfig OTHER = new BasinConfig(StreamOptions.NONE, null, true, false);

    private static final Catalogue EMPTY = new Catalogue();
    private static final Catalogue WITH_TOKEN =
            new Catalogue().apply(new BasinCreated(1, OTHER, THEN, new Origin<>("t", OTHER)));
    private static final Catalogue WITHOUT_TOKEN = new Catalogue().apply(new BasinCreated(1, OTHER, THEN, null));
    private static final Catalogue DELETING = new Catalogue()
            .apply(new BasinCreated(1, OTHER, THEN, new Origin<>("t", OTHER)))
            .apply(new BasinDeletionBegun(THEN));

    @Test
    void createsWhatIsNotThere() {
        Verdict<Provisioned<BasinInfo>> verdict = create(EMPTY, OTHER, "t");
        assertThat(verdict.event()).isEqualTo(new BasinCreated(NEXT, OTHER, NOW, new Origin<>("t", OTHER)));
        assertThat(verdict.outcome().valueOrNull())
                .isEqualTo(new Provisioned<>(Result.CREATED, new BasinInfo(NAME, NOW, null)));
        assertThat(create(EMPTY, OTHER, null).event()).isEqualTo(new BasinCreated(NEXT, OTHER, NOW, null));
    }

    @Test
    void repeatsACreationByTokenAndRequestedConfiguration() {
        Provisioned<BasinInfo> noop = new Provisioned<>(Result.NOOP, new BasinInfo(NAME, THEN, null));
        assertThat(create(WITH_TOKEN, OTHER, "t")).isEqualTo(Verdict.unchanged(noop));
        Catalogue changed = new Catalogue()
                .apply(new BasinCreated(1, OTHER, THEN, new Origin<>("t", OTHER)))
                .apply(new BasinReconfigured(BasinConfig.DEFAULT));
        assertThat(create(changed, OTHER, "t")).isEqualTo(Verdict.unchanged(noop));
        assertExists(create(changed, BasinConfig.DEFAULT, "t"));
    }

    @Test
    void refusesEveryOtherCreationOfWhatExists() {
        assertExists(create(WITH_TOKEN, BasinConfig.DEFAULT, "t"));
        assertExists(create(WITH_TOKEN, OTHER, "u"));
        assertExists(create(WITH_TOKEN, OTHER, ""));
        assertExists(create(WITH_TOKEN, OTHER, null));
        assertExists(create(WITHOUT_TOKEN, OTHER, null));
        assertExists(create(WITHOUT_TOKEN, OTHER, "t"));
    }

    @Test
    void anEmptyTokenIsAToken() {
        Catalogue empty = new Catalogue().apply(new BasinCreated(1, OTHER, THEN, new Origin<>("", OTHER)));
        assertThat(create(empty, OTHER, "").event()).isNull();
        assertThat(create(empty, OTHER, "").outcome().errorOrNull()).isNull();
    }

    @Test
    void whatWasRemovedIsCreatedAfresh() {
        Catalogue removed = new Catalogue()
                .apply(new BasinCreated(1, OTHER, THEN, new Origin<>("t", OTHER)))
                .apply(new BasinDeletionBegun(THEN))
                .apply(new BasinRemoved());
        assertThat(create(removed, OTHER, "t").event()).isInstanceOf(BasinCreated.class);
        long last = removed.version();
        removed.apply(new BasinCreated(2, OTHER, THEN, null));
        assertThat(removed.version()).as("never counted before").isGreaterThan(last);
    }

    @Test
    void aBasinAndItsStreamsNeverShareAGeneration() {
        Catalogue catalogue = new Catalogue().apply(new BasinCreated(NEXT, OTHER, THEN, null));
        assertThat(catalogue.generation()).isEqualTo(NEXT);
        assertThat(catalogue.lastGeneration())
                .as("the next stream has a higher one")
                .isEqualTo(NEXT);
    }

    @Test
    void whatHasEndedLeavesNothing() {
        Catalogue catalogue = new Catalogue().apply(new BasinCreated(NEXT, OTHER, THEN, null));
        assertThat(catalogue.isLeaving()).isFalse();
        catalogue.apply(new BasinDeletionBegun(THEN)).apply(new BasinRemoved());
        assertThat(catalogue.isLeaving()).isTrue();
        assertThat(catalogue.isBlank()).isFalse();
        catalogue.apply(new BasinEnded(NEXT, catalogue.version()));
        assertThat(catalogue.isBlank()).isTrue();
        assertThat(catalogue.isLeaving()).isFalse();
        assertThat(BasinFormat.encode(catalogue)).isEqualTo(BasinFormat.encode(new Catalogue()));
        assertThat(catalogue.snapshotIsDue(0))
                .as("nothing to take a snapshot of")
                .isFalse();
    }

    @Test
    void aBasinThatHasCountedTooFarStays() {
        Catalogue removed = new Catalogue(null, 5, 1, 1 << 30);
        assertThat(removed.isLeaving()).isTrue();
        Catalogue counted = new Catalogue(null, 5, 1, (1 << 30) + 1);
        assertThat(counted.isRemoved()).isTrue();
        assertThat(counted.isLeaving())
                .as("others would have to count on from there")
                .isFalse();
    }

    @Test
    void basinsOfOldStoresCountAsTheyDid() {
        Catalogue old = new Catalogue()
                .apply(new BasinCreated(0, OTHER, THEN, null))
                .apply(new BasinDeletionBegun(THEN))
                .apply(new BasinRemoved());
        assertThat(old.version()).isEqualTo(3);
        assertThat(old.isLeaving()).isTrue();
        assertThat(old.apply(new BasinCreated(1, OTHER, THEN, null)).version()).isGreaterThan(3);
    }

    @Test
    void ensuresCreatesUpdatesOrLeaves() {
        assertThat(ensure(EMPTY, OTHER).event()).isEqualTo(new BasinCreated(NEXT, OTHER, NOW, null));
        assertThat(result(ensure(EMPTY, OTHER))).isEqualTo(Result.CREATED);
        assertThat(ensure(WITH_TOKEN, OTHER).event()).isNull();
        assertThat(result(ensure(WITH_TOKEN, OTHER))).isEqualTo(Result.NOOP);
        assertThat(ensure(WITH_TOKEN, BasinConfig.DEFAULT).event())
                .isEqualTo(new BasinReconfigured(BasinConfig.DEFAULT));
        assertThat(ensure(WITH_TOKEN, BasinConfig.DEFAULT).outcome().valueOrNull())
                .isEqualTo(new Provisioned<>(Result.UPDATED, new BasinInfo(NAME, THEN, null)));
    }

    @Test
    void anEnsureDoesNotMakeACreationUnrepeatable() {
        Catalogue catalogue = new Catalogue().apply(new BasinCreated(1, OTHER, THEN, new Origin<>("t", OTHER)));
        catalogue.apply(ensure(catalogue, BasinConfig.DEFAULT).event());
        assertThat(create(catalogue, OTHER, "t").outcome().valueOrNull())
                .isEqualTo(new Provisioned<>(Result.NOOP, new BasinInfo(NAME, THEN, null)));
    }

    @Test
    void reconfiguresWhatExists() {
        BasinReconfiguration change = new BasinReconfiguration(
                new StreamReconfiguration(
                        Change.keep(),
                        Change.set(new RetentionPolicy.Age(60)),
                        Change.keep(),
                        Change.keep(),
                        Change.keep()),
                Change.keep(),
                null,
                true);
        BasinConfig expected = new BasinConfig(
                new StreamOptions(null, new RetentionPolicy.Age(60), null, null, null), null, true, true);
        Verdict<BasinConfig> verdict = BasinRules.reconfigure(WITH_TOKEN, NAME, change);
        assertThat(verdict).isEqualTo(Verdict.of(new BasinReconfigured(expected), expected));
        BasinReconfiguration nothing = new BasinReconfiguration(StreamReconfiguration.NONE, Change.keep(), null, null);
        assertThat(BasinRules.reconfigure(WITH_TOKEN, NAME, nothing)).isEqualTo(Verdict.unchanged(OTHER));
        assertError(BasinRules.reconfigure(EMPTY, NAME, nothing).outcome(), StreamError.basinNotFound(NAME));
    }

    @Test
    void whatIsBeingDeletedIsShownAndOtherwiseRefused() {
        StreamError pending = StreamError.basinDeletionPending(NAME);
        BasinReconfiguration nothing = new BasinReconfiguration(StreamReconfiguration.NONE, Change.keep(), null, null);
        assertError(create(DELETING, OTHER, "t").outcome(), pending);
        assertError(ensure(DELETING, OTHER).outcome(), pending);
        assertError(BasinRules.reconfigure(DELETING, NAME, nothing).outcome(), pending);
        assertThat(BasinRules.config(DELETING, NAME).valueOrNull()).isEqualTo(OTHER);
        assertThat(DELETING.info(NAME)).isEqualTo(new BasinInfo(NAME, THEN, THEN));
    }

    @Test
    void deletesOnceAndAcceptsItAgain() {
        assertThat(BasinRules.delete(WITH_TOKEN, NAME, NOW))
                .isEqualTo(new Verdict<>(new BasinDeletionBegun(NOW), Outcome.accepted()));
        assertThat(BasinRules.delete(DELETING, NAME, NOW)).isEqualTo(new Verdict<>(null, Outcome.accepted()));
        assertError(BasinRules.delete(EMPTY, NAME, NOW).outcome(), StreamError.basinNotFound(NAME));
        assertError(BasinRules.config(EMPTY, NAME), StreamError.basinNotFound(NAME));
    }

    private static Verdict<Provisioned<BasinInfo>> create(Catalogue catalogue, BasinConfig config, String token) {
        return BasinRules.create(catalogue, NAME, config, token, NEXT, NOW);
    }

    private static Verdict<Provisioned<BasinInfo>> ensure(Catalogue catalogue, BasinConfig config) {
        return BasinRules.ensure(catalogue, NAME, config, NEXT, NOW);
    }

    private static Result result(Verdict<Provisioned<BasinInfo>> verdict) {
        return verdict.outcome().valueOrNull().result();
    }

    private static void assertExists(Verdict<?> verdict) {
        assertThat(verdict.event()).isNull();
        assertThat(((StreamError.Coded) verdict.outcome().errorOrNull()).code())
                .isEqualTo(ErrorCode.RESOURCE_ALREADY_EXISTS);
    }

    private static void assertError(Outcome<?> outcome, StreamError error) {
        assertThat(outcome.errorOrNull()).isEqualTo(error);
    }
}
