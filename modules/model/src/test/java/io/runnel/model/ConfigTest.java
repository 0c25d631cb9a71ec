package io.runnel.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ConfigTest {
    private static final RetentionPolicy HOUR = new RetentionPolicy.Age(3600);

    @Test
    void decidesEveryFieldByItselfFromRequestBasinAndSystem() {
        StreamOptions request = new StreamOptions("cold", null, null, null, 5L);
        StreamOptions basin = new StreamOptions("warm", HOUR, null, true, null);
        assertThat(request.over(basin).resolve())
                .isEqualTo(new StreamConfig("cold", HOUR, TimestampingMode.CLIENT_PREFER, true, 5));
        assertThat(StreamOptions.NONE.resolve()).isEqualTo(StreamConfig.SYSTEM_DEFAULT);
    }

    @Test
    void clearsAFieldOfAStreamToTheBasinDefaultOfNow() {
        StreamConfig current = new StreamConfig("x", new RetentionPolicy.Infinite(), TimestampingMode.ARRIVAL, true, 9);
        StreamOptions basin = new StreamOptions(null, HOUR, null, null, null);
        assertThat(StreamReconfiguration.CLEAR_ALL.applyTo(current, basin))
                .isEqualTo(new StreamConfig("express", HOUR, TimestampingMode.CLIENT_PREFER, false, 0));
        assertThat(StreamReconfiguration.NONE.applyTo(current, basin)).isEqualTo(current);
    }

    @Test
    void clearsAFieldOfABasinDefaultToNothing() {
        BasinConfig current = new BasinConfig(new StreamOptions("x", HOUR, null, true, 0L), null, true, false);
        BasinReconfiguration change = new BasinReconfiguration(
                new StreamReconfiguration(
                        Change.clear(),
                        Change.keep(),
                        Change.set(TimestampingMode.ARRIVAL),
                        Change.keep(),
                        Change.clear()),
                Change.keep(),
                null,
                true);
        assertThat(change.applyTo(current))
                .isEqualTo(new BasinConfig(
                        new StreamOptions(null, HOUR, TimestampingMode.ARRIVAL, true, null), null, true, true));
    }

    @Test
    void refusesARetentionOfNoTime() {
        RetentionPolicy none = new RetentionPolicy.Age(0);
        assertThat(new StreamOptions(null, none, null, null, null).validate()).isNotNull();
        assertThat(new StreamOptions(null, new RetentionPolicy.Age(-1), null, null, null).validate())
                .isNull();
        assertThat(new StreamReconfiguration(
                                Change.keep(), Change.set(none), Change.keep(), Change.keep(), Change.keep())
                        .validate())
                .isNotNull();
    }

    @Test
    void tellsAnExplicitDefaultFromAnAbsentField() {
        assertThat(new StreamOptions(null, null, null, null, 0L)).isNotEqualTo(StreamOptions.NONE);
    }

    @Test
    void givesEveryLimitOutOfRangeTheLargestPage() {
        assertThat(new Page.Request("", "", 0).size()).isEqualTo(1000);
        assertThat(new Page.Request("", "", 1001).size()).isEqualTo(1000);
        assertThat(new Page.Request("", "", -1).size()).isEqualTo(1000);
        assertThat(new Page.Request("", "", 1).size()).isEqualTo(1);
    }

    @Test
    void spreadsEntitiesOfOneKindEvenly() {
        int[] shards = new int[64];
        BasinName basin = new BasinName("some-basin");
        for (int i = 0; i < 6400; i++) {
            String id = EntityIds.stream(basin, new StreamName("s" + i));
            assertThat(EntityIds.kind(id)).isEqualTo("stream");
            shards[EntityIds.shard(EntityIds.hash(id), 64)]++;
        }
        assertThat(Arrays.stream(shards)).allMatch(n -> n > 50 && n < 160);
    }
}
