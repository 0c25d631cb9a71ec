package io.runnel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.engine.BasinEvent.BasinCreated;
import io.runnel.engine.BasinEvent.BasinDeletionBegun;
import io.runnel.engine.BasinEvent.BasinReconfigured;
import io.runnel.engine.BasinEvent.StreamCreated;
import io.runnel.engine.BasinEvent.StreamDeletionBegun;
import io.runnel.engine.BasinEvent.StreamReconfigured;
import io.runnel.engine.BasinEvent.StreamRemoved;
import io.runnel.engine.StreamLink.Absent;
import io.runnel.engine.StreamLink.Present;
import io.runnel.engine.StreamLink.Purpose;
import io.runnel.engine.StreamLink.Resolve;
import io.runnel.model.BasinConfig;
import io.runnel.model.BasinName;
import io.runnel.model.Change;
import io.runnel.model.ErrorCode;
import io.runnel.model.Outcome;
import io.runnel.model.Page;
import io.runnel.model.Provisioned;
import io.runnel.model.Provisioned.Result;
import io.runnel.model.RetentionPolicy;
import io.runnel.model.StreamConfig;
import io.runnel.model.StreamError;
import io.runnel.model.StreamInfo;
import io.runnel.model.StreamName;
import io.runnel.model.StreamOptions;
import io.runnel.model.StreamReconfiguration;
import io.runnel.model.TimestampingMode;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract 2.3, 4.4 to 4.7, 6.10, 9.1 to 9.3 for streams. */
class StreamRulesTest {
    private static final BasinName BASIN = new BasinName("stream-rules");
    private static final StreamName NAME = new StreamName("s");
    private static final Instant THEN = Instant.ofEpochSecond(1);
    private static final Instant NOW = Instant.ofEpochSecond(100);
    private static final StreamOptions NONE = StreamOptions.NONE;
    private static final StreamOptions HOUR = new StreamOptions(null, new RetentionPolicy.Age(3600), null, null, null);
    private static final StreamConfig HOUR_CONFIG =
            new StreamConfig("express", new RetentionPolicy.Age(3600), TimestampingMode.CLIENT_PREFER, false, 0);

    @Test
    void resolvesEachFieldByRequestBasinAndSystem() {
        Catalogue catalogue = basin(
                new StreamOptions("standard", new RetentionPolicy.Age(3600), TimestampingMode.ARRIVAL, null, 60L));
        StreamOptions request = new StreamOptions(null, new RetentionPolicy.Infinite(), null, true, 0L);
        Verdict<Provisioned<StreamInfo>> verdict = create(catalogue, request, "t");
        assertThat(verdict.event())
                .isEqualTo(new StreamCreated(
                        NAME,
                        7,
                        new StreamConfig("standard", new RetentionPolicy.Infinite(), TimestampingMode.ARRIVAL, true, 0),
                        NOW,
                        new Origin<>("t", request)));
        assertThat(verdict.outcome().valueOrNull())
                .isEqualTo(new Provisioned<>(Result.CREATED, new StreamInfo(NAME, NOW, null, null)));
    }

    @Test
    void repeatsACreationByTokenAndRequestedConfiguration() {
        Catalogue catalogue = basin(NONE);
        catalogue.apply(create(catalogue, NONE, "t").event());
        catalogue.apply(new BasinReconfigured(new BasinConfig(HOUR, null, false, false)));
        catalogue.apply(new StreamReconfigured(NAME, HOUR_CONFIG));
        assertThat(create(catalogue, NONE, "t"))
                .isEqualTo(Verdict.unchanged(new Provisioned<>(Result.NOOP, new StreamInfo(NAME, NOW, null, null))));
        // The default spelled out, or an explicit zero, is another request.
        assertExists(
                create(catalogue, new StreamOptions(null, new RetentionPolicy.Age(604_800), null, null, null), "t"));
        assertExists(create(catalogue, new StreamOptions(null, null, null, null, 0L), "t"));
        assertExists(create(catalogue, NONE, "u"));
        assertExists(create(catalogue, NONE, null));
    }

    @Test
    void whatWasNotCreatedWithATokenIsNeverCreatedAgain() {
        Catalogue ensured = basin(NONE);
        ensured.apply(ensure(ensured, NONE).event());
        assertExists(create(ensured, NONE, "t"));
        assertExists(create(ensured, NONE, null));
        Catalogue auto =
                new Catalogue().apply(new BasinCreated(1, new BasinConfig(NONE, null, true, true), THEN, null));
        auto.apply(StreamRules.createOnDemand(auto, resolve(Purpose.APPEND), 3, NOW));
        assertExists(create(auto, NONE, "t"));
    }

    @Test
    void ensuresTheRequestOverTheDefaultsOfThisMoment() {
        Catalogue catalogue = basin(NONE);
        assertThat(result(ensure(catalogue, HOUR))).isEqualTo(Result.CREATED);
        catalogue.apply(ensure(catalogue, HOUR).event());
        assertThat(ensure(catalogue, HOUR).event()).isNull();
        assertThat(result(ensure(catalogue, HOUR))).isEqualTo(Result.NOOP);
        assertThat(ensure(catalogue, NONE).event())
                .isEqualTo(new StreamReconfigured(NAME, StreamConfig.SYSTEM_DEFAULT));
        assertThat(ensure(catalogue, NONE).outcome().valueOrNull())
                .isEqualTo(new Provisioned<>(Result.UPDATED, new StreamInfo(NAME, NOW, null, null)));
        catalogue.apply(new BasinReconfigured(new BasinConfig(HOUR, null, false, false)));
        assertThat(result(ensure(catalogue, NONE))).isEqualTo(Result.NOOP);
    }

    @Test
    void changesOfTheBasinsDefaultsReachAStreamOnlyByClearing() {
        Catalogue catalogue = basin(HOUR);
        catalogue.apply(create(catalogue, NONE, null).event());
        catalogue.apply(new BasinReconfigured(BasinConfig.DEFAULT));
        assertThat(StreamRules.config(catalogue, BASIN, NAME).valueOrNull()).isEqualTo(HOUR_CONFIG);
        assertThat(StreamRules.reconfigure(catalogue, BASIN, NAME, StreamReconfiguration.NONE))
                .isEqualTo(Verdict.unchanged(HOUR_CONFIG));
        StreamReconfiguration clear =
                new StreamReconfiguration(Change.keep(), Change.clear(), Change.keep(), Change.keep(), Change.keep());
        assertThat(StreamRules.reconfigure(catalogue, BASIN, NAME, clear))
                .isEqualTo(Verdict.of(
                        new StreamReconfigured(NAME, StreamConfig.SYSTEM_DEFAULT), StreamConfig.SYSTEM_DEFAULT));
    }

    @Test
    void everythingButDeletionIsRefusedForAStreamBeingDeleted() {
        Catalogue catalogue = basin(NONE);
        catalogue.apply(create(catalogue, NONE, "t").event());
        assertThat(StreamRules.delete(catalogue, BASIN, NAME, NOW))
                .isEqualTo(new Verdict<>(new StreamDeletionBegun(NAME, NOW), Outcome.accepted()));
        catalogue.apply(new StreamDeletionBegun(NAME, NOW));
        assertThat(StreamRules.delete(catalogue, BASIN, NAME, NOW)).isEqualTo(new Verdict<>(null, Outcome.accepted()));
        StreamError pending = StreamError.streamDeletionPending(NAME);
        assertError(create(catalogue, NONE, "t").outcome(), pending);
        assertError(ensure(catalogue, NONE).outcome(), pending);
        assertError(
                StreamRules.reconfigure(catalogue, BASIN, NAME, StreamReconfiguration.NONE)
                        .outcome(),
                pending);
        assertError(StreamRules.config(catalogue, BASIN, NAME), pending);
        for (Purpose purpose : Purpose.values()) {
            assertThat(StreamRules.resolve(catalogue, resolve(purpose))).isEqualTo(new Absent(pending));
        }
        assertThat(list(catalogue).items()).containsExactly(new StreamInfo(NAME, NOW, NOW, null));
        assertThat(catalogue.deletingStreams()).isEqualTo(1);
        catalogue.apply(new StreamRemoved(NAME));
        assertThat(catalogue.deletingStreams()).isZero();
        assertError(StreamRules.delete(catalogue, BASIN, NAME, NOW).outcome(), StreamError.streamNotFound(NAME));
        assertThat(create(catalogue, NONE, "t").event()).isInstanceOf(StreamCreated.class);
        assertThat(catalogue.lastGeneration()).isEqualTo(7);
    }

    @Test
    void aBasinBeingDeletedTakesNoChangesButDeletions() {
        Catalogue catalogue = basin(NONE);
        catalogue.apply(create(catalogue, NONE, "t").event()).apply(new BasinDeletionBegun(NOW));
        StreamError pending = StreamError.basinDeletionPending(BASIN);
        assertError(create(catalogue, NONE, "t").outcome(), pending);
        assertError(ensure(catalogue, NONE).outcome(), pending);
        assertError(
                StreamRules.reconfigure(catalogue, BASIN, NAME, StreamReconfiguration.NONE)
                        .outcome(),
                pending);
        assertThat(StreamRules.config(catalogue, BASIN, NAME).valueOrNull()).isEqualTo(StreamConfig.SYSTEM_DEFAULT);
        assertThat(StreamRules.resolve(catalogue, resolve(Purpose.APPEND))).isInstanceOf(Present.class);
        assertThat(list(catalogue).items()).hasSize(1);
        assertThat(StreamRules.delete(catalogue, BASIN, NAME, NOW).event())
                .isEqualTo(new StreamDeletionBegun(NAME, NOW));
    }

    @Test
    void anUnknownBasinIsSaidToBeOne() {
        Catalogue empty = new Catalogue();
        StreamError unknown = StreamError.basinNotFound(BASIN);
        assertError(create(empty, NONE, null).outcome(), unknown);
        assertError(ensure(empty, NONE).outcome(), unknown);
        assertError(
                StreamRules.reconfigure(empty, BASIN, NAME, StreamReconfiguration.NONE)
                        .outcome(),
                unknown);
        assertError(StreamRules.delete(empty, BASIN, NAME, NOW).outcome(), unknown);
        assertError(StreamRules.config(empty, BASIN, NAME), unknown);
        assertError(StreamRules.list(empty, BASIN, new Page.Request("", "", 0)), unknown);
    }

    /** The table of contract 6.10, for a stream that does not exist. */
    @ParameterizedTest
    @CsvSource({
        "false, false, APPEND, stream_not_found",
        "true, false, APPEND, created",
        "false, true, APPEND, stream_not_found",
        "false, false, READ, stream_not_found",
        "true, false, READ, stream_not_found",
        "false, true, READ, created",
        "true, true, INSPECT, stream_not_found",
    })
    void createsOnDemandWhatTheBasinAllows(boolean onAppend, boolean onRead, Purpose purpose, String expected) {
        Catalogue catalogue =
                new Catalogue().apply(new BasinCreated(1, new BasinConfig(HOUR, null, onAppend, onRead), THEN, null));
        boolean created = expected.equals("created");
        assertThat(StreamRules.createOnDemand(catalogue, resolve(purpose), 3, NOW))
                .isEqualTo(created ? new StreamCreated(NAME, 3, HOUR_CONFIG, NOW, null) : null);
        if (!created) {
            assertThat(StreamRules.resolve(catalogue, resolve(purpose)))
                    .isEqualTo(new Absent(StreamError.streamNotFound(NAME)));
        }
        catalogue.apply(new BasinDeletionBegun(NOW));
        assertThat(StreamRules.resolve(catalogue, resolve(purpose)))
                .isEqualTo(new Absent(
                        created ? StreamError.basinDeletionPending(BASIN) : StreamError.streamNotFound(NAME)));
        assertThat(StreamRules.createOnDemand(catalogue, resolve(purpose), 3, NOW))
                .isNull();
    }

    @Test
    void whatIsCreatedOnDemandGetsTheConfigurationThatCameWithIt() {
        Catalogue catalogue =
                new Catalogue().apply(new BasinCreated(1, new BasinConfig(HOUR, null, true, true), THEN, null));
        Resolve question =
                new Resolve(BASIN, NAME, Purpose.APPEND, new StreamOptions("cold", null, null, null, null), null);
        assertThat(((StreamCreated) StreamRules.createOnDemand(catalogue, question, 3, NOW)).config())
                .isEqualTo(new StreamConfig(
                        "cold", new RetentionPolicy.Age(3600), TimestampingMode.CLIENT_PREFER, false, 0));
    }

    private static Catalogue basin(StreamOptions defaults) {
        return new Catalogue().apply(new BasinCreated(1, new BasinConfig(defaults, null, false, false), THEN, null));
    }

    private static Resolve resolve(Purpose purpose) {
        return new Resolve(BASIN, NAME, purpose, NONE, null);
    }

    private static Verdict<Provisioned<StreamInfo>> create(Catalogue catalogue, StreamOptions options, String token) {
        return StreamRules.create(catalogue, BASIN, NAME, options, token, 7, NOW);
    }

    private static Verdict<Provisioned<StreamInfo>> ensure(Catalogue catalogue, StreamOptions options) {
        return StreamRules.ensure(catalogue, BASIN, NAME, options, 7, NOW);
    }

    private static Page<StreamInfo> list(Catalogue catalogue) {
        return StreamRules.list(catalogue, BASIN, new Page.Request("", "", 0)).valueOrNull();
    }

    private static Result result(Verdict<Provisioned<StreamInfo>> verdict) {
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
