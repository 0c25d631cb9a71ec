package io.runnel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.engine.StreamLink.Acknowledged;
import io.runnel.engine.StreamLink.FromBasin;
import io.runnel.model.BasinName;
import io.runnel.model.StreamConfig;
import io.runnel.model.StreamName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamNoticesTest {
    private static final BasinName BASIN = new BasinName("stream-notices");
    private static final StreamName STREAM = new StreamName("s");
    private static final BasinSettings SETTINGS = new BasinSettings(
            Duration.ZERO, Duration.ZERO, Duration.ofSeconds(4), Duration.ofSeconds(1), Duration.ZERO, 1, 1, "", "");

    private final List<FromBasin> sent = new ArrayList<>();
    private final List<Boolean> told = new ArrayList<>();
    private final StreamNotices notices = new StreamNotices(BASIN, sent::add, null, SETTINGS);

    @Test
    void tellsAtOnceWhatTheEntrySays() {
        notices.tell(STREAM, entry(3), 0);
        notices.tell(new StreamName("t"), entry(3).deletedAt(Instant.EPOCH), 0);
        assertThat(sent)
                .containsExactly(
                        new StreamLink.ApplyConfig(BASIN, STREAM, 1, StreamConfig.SYSTEM_DEFAULT, 3, null),
                        new StreamLink.Delete(BASIN, new StreamName("t"), 1, 4, null));
    }

    @Test
    void repeatsEverLessOftenUntilAcknowledged() {
        notices.tell(STREAM, entry(1), 0);
        List<Long> repeated = new ArrayList<>();
        for (long second = 1; second <= 130; second++) {
            int before = sent.size();
            notices.tick(second * 1000);
            if (sent.size() > before) {
                repeated.add(second);
            }
        }
        assertThat(repeated).containsExactly(1L, 3L, 7L, 15L, 31L, 63L, 95L, 127L);
        assertThat(notices.acknowledged(new Acknowledged(STREAM, 1, 1))).isTrue();
        assertThat(notices.isEmpty()).isTrue();
        notices.tick(1_000_000);
        assertThat(sent).hasSize(9);
    }

    @Test
    void answersThoseWhoWaitWhenTheStreamKnows() {
        notices.whenTold(STREAM, 0, told::add);
        assertThat(told).as("there is nothing to tell").containsExactly(true);
        notices.tell(STREAM, entry(1), 0);
        notices.whenTold(STREAM, 0, told::add);
        assertThat(told).hasSize(1);
        notices.acknowledged(new Acknowledged(STREAM, 1, 1));
        assertThat(told).containsExactly(true, true);
    }

    @Test
    void sendsThoseAwayWhoHaveWaitedTooLongButGoesOnTelling() {
        notices.tell(STREAM, entry(1), 0);
        notices.whenTold(STREAM, 500, told::add);
        notices.tick(4_499);
        assertThat(told).isEmpty();
        notices.tick(4_500);
        assertThat(told).containsExactly(false);
        assertThat(notices.isEmpty()).isFalse();
        notices.acknowledged(new Acknowledged(STREAM, 1, 1));
        assertThat(told).as("nobody is answered twice").containsExactly(false);
    }

    @Test
    void onlyTheNewestNoticeCounts() {
        notices.tell(STREAM, entry(1), 0);
        notices.whenTold(STREAM, 0, told::add);
        notices.tell(STREAM, entry(2), 0);
        assertThat(notices.acknowledged(new Acknowledged(STREAM, 1, 1))).isFalse();
        assertThat(notices.acknowledged(new Acknowledged(STREAM, 9, 2))).isFalse();
        assertThat(notices.acknowledged(new Acknowledged(new StreamName("t"), 1, 2)))
                .isFalse();
        assertThat(told).isEmpty();
        assertThat(notices.acknowledged(new Acknowledged(STREAM, 1, 3))).isTrue();
        assertThat(told).containsExactly(true);
    }

    private static CatalogueEntry entry(int configVersion) {
        return new CatalogueEntry(1, StreamConfig.SYSTEM_DEFAULT, configVersion, false, Instant.EPOCH, null, null);
    }
}
