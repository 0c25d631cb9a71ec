package io.runnel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.model.BasinName;
import io.runnel.model.RetentionPolicy;
import io.runnel.model.StreamConfig;
import io.runnel.model.StreamName;
import io.runnel.model.TimestampingMode;
import java.time.Instant;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ExistenceTest {
    private static final BasinName BASIN = new BasinName("existence");
    private static final StreamName STREAM = new StreamName("s");

    private static ActorTestKit kit;
    private static TestProbe<StreamLink.Acknowledged> probe;

    private final Existence existence = new Existence();

    @BeforeAll
    static void start() {
        kit = ActorTestKit.create(TestNode.LOCAL);
        probe = kit.createTestProbe();
    }

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void theBasinsWordMakesItCertain() {
        assertThat(existence.isCertain()).isFalse();
        assertThat(existence.accept(present(1, 0))).isTrue();
        assertThat(existence.isCertain()).isTrue();
    }

    @Test
    void anAnswerThatANoticeHasOvertakenIsOutOfDate() {
        existence.configured(config(1, 2));
        assertThat(existence.accept(present(1, 1))).isFalse();
        assertThat(existence.accept(present(1, 2))).isTrue();
    }

    @Test
    void aDeletionOutlivesLateAnswersAndRestarts() {
        existence.accept(present(3, 0));
        assertThat(existence.deleted(delete(3))).isTrue();
        assertThat(existence.isCertain()).isFalse();
        assertThat(existence.accept(present(3, 9))).isFalse();
        assertThat(existence.deleted(delete(3))).isFalse();
        Existence restarted = new Existence();
        restarted.recovered(3);
        assertThat(restarted.accept(present(3, 9))).isFalse();
        assertThat(restarted.accept(present(4, 0))).isTrue();
    }

    @Test
    void theNewestConfigurationWins() {
        existence.accept(present(1, 0));
        existence.configured(config(1, 2));
        existence.configured(config(1, 1));
        assertThat(existence.config().storageClass()).isEqualTo("v2");
        assertThat(existence.isCertain()).isTrue();
    }

    @Test
    void newsOfALaterGenerationRaisesDoubt() {
        existence.accept(present(1, 0));
        existence.configured(config(2, 1));
        assertThat(existence.isCertain()).isFalse();
        assertThat(existence.accept(present(1, 5))).isFalse();
    }

    @Test
    void aConfigurationDoesNotEndADoubt() {
        existence.accept(present(1, 0));
        existence.doubt();
        existence.configured(config(1, 1));
        assertThat(existence.isCertain()).isFalse();
        existence.accept(present(1, 1));
        assertThat(existence.isCertain()).isTrue();
    }

    private static StreamLink.Present present(int generation, int version) {
        return new StreamLink.Present(generation, named(version), version, Instant.EPOCH);
    }

    private static StreamLink.ApplyConfig config(int generation, int version) {
        return new StreamLink.ApplyConfig(BASIN, STREAM, generation, named(version), version, probe.ref());
    }

    private static StreamLink.Delete delete(int generation) {
        return new StreamLink.Delete(BASIN, STREAM, generation, 100, probe.ref());
    }

    private static StreamConfig named(int version) {
        return new StreamConfig(
                "v" + version, new RetentionPolicy.Infinite(), TimestampingMode.CLIENT_PREFER, false, 0);
    }
}
