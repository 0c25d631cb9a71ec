package io.runnel.wire;

import static io.runnel.wire.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.model.BasinConfig;
import io.runnel.model.BasinReconfiguration;
import io.runnel.model.Change;
import io.runnel.model.ErrorCode;
import io.runnel.model.RetentionPolicy;
import io.runnel.model.StreamCipher;
import io.runnel.model.StreamConfig;
import io.runnel.model.StreamOptions;
import io.runnel.model.StreamReconfiguration;
import io.runnel.model.TimestampingMode;
import io.runnel.model.Utf8;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of PATCH: the three states of every field, at every level (contract 4.4). */
class ReconfigurationTest {
    private static final StreamOptions BASIN_DEFAULT =
            new StreamOptions("standard", new RetentionPolicy.Age(3600), TimestampingMode.ARRIVAL, true, 60L);
    private static final StreamConfig CURRENT =
            new StreamConfig("cold", new RetentionPolicy.Infinite(), TimestampingMode.CLIENT_REQUIRE, false, 5);

    enum Say {
        NOTHING,
        NULL,
        VALUE;

        String field(String name, String value) {
            return switch (this) {
                case NOTHING -> "";
                case NULL -> "\"" + name + "\":null,";
                case VALUE -> "\"" + name + "\":" + value + ",";
            };
        }

        <T> T of(T current, T cleared, T set) {
            return this == NOTHING ? current : this == NULL ? cleared : set;
        }
    }

    @Property
    void everyFieldIsLeftClearedOrSetOnItsOwn(
            @ForAll Say storage, @ForAll Say retention, @ForAll Say mode, @ForAll Say uncapped, @ForAll Say minAge)
            throws Exception {
        String body = object(storage.field("storage_class", "\"x\"")
                + retention.field("retention_policy", "{\"age\":7}")
                + "\"timestamping\":"
                + object(mode.field("mode", "\"client-prefer\"") + uncapped.field("uncapped", "true"))
                + ",\"delete_on_empty\":" + object(minAge.field("min_age_secs", "9")) + ",");
        StreamReconfiguration change = ControlRequests.reconfigureStream(Utf8.bytes(body));
        assertThat(change.applyTo(CURRENT, BASIN_DEFAULT))
                .isEqualTo(new StreamConfig(
                        storage.of("cold", "standard", "x"),
                        retention.of(
                                new RetentionPolicy.Infinite(),
                                new RetentionPolicy.Age(3600),
                                new RetentionPolicy.Age(7)),
                        mode.of(
                                TimestampingMode.CLIENT_REQUIRE,
                                TimestampingMode.ARRIVAL,
                                TimestampingMode.CLIENT_PREFER),
                        uncapped.of(false, true, true),
                        minAge.of(5L, 60L, 9L)));
        assertThat(change.applyTo(BASIN_DEFAULT, StreamOptions.NONE))
                .isEqualTo(new StreamOptions(
                        storage.of("standard", null, "x"),
                        retention.of(new RetentionPolicy.Age(3600), null, new RetentionPolicy.Age(7)),
                        mode.of(TimestampingMode.ARRIVAL, null, TimestampingMode.CLIENT_PREFER),
                        uncapped.of(true, null, true),
                        minAge.of(60L, null, 9L)));
        assertThat(change.applyTo(CURRENT, StreamOptions.NONE).storageClass())
                .isEqualTo(storage.of("cold", "express", "x"));
    }

    private static String object(String fields) {
        return "{" + fields + "\"unknown\":0}";
    }

    @Test
    void anEmptyObjectChangesNothing() throws Exception {
        for (String body : new String[] {"{}", "{\"timestamping\":{},\"delete_on_empty\":{}}", "{\"zz\":null}"}) {
            assertThat(ControlRequests.reconfigureStream(Utf8.bytes(body))).isEqualTo(StreamReconfiguration.NONE);
        }
        assertThat(ControlRequests.reconfigureBasin(Utf8.bytes("{}")))
                .isEqualTo(new BasinReconfiguration(StreamReconfiguration.NONE, Change.keep(), null, null));
    }

    @Test
    void nullClearsWhatIsInside() throws Exception {
        StreamReconfiguration change =
                ControlRequests.reconfigureStream(Utf8.bytes("{\"timestamping\":null,\"delete_on_empty\":null}"));
        assertThat(change.applyTo(CURRENT, StreamOptions.NONE))
                .isEqualTo(new StreamConfig(
                        "cold", new RetentionPolicy.Infinite(), TimestampingMode.CLIENT_PREFER, false, 0));
    }

    @Test
    void basinsMergeTheirDefaultsAndKeepWhatCannotBeCleared() throws Exception {
        BasinConfig current = new BasinConfig(BASIN_DEFAULT, StreamCipher.AEGIS_256, true, false);
        assertThat(basin("{\"default_stream_config\":{\"timestamping\":{\"mode\":null}}}", current))
                .isEqualTo(new BasinConfig(
                        new StreamOptions("standard", new RetentionPolicy.Age(3600), null, true, 60L),
                        StreamCipher.AEGIS_256,
                        true,
                        false));
        assertThat(basin(
                        "{\"default_stream_config\":null,\"stream_cipher\":null,\"create_stream_on_append\":null,"
                                + "\"create_stream_on_read\":true}",
                        current))
                .isEqualTo(new BasinConfig(StreamOptions.NONE, null, true, true));
        assertThat(basin("{\"create_stream_on_append\":false,\"stream_cipher\":\"aes-256-gcm\"}", current))
                .isEqualTo(new BasinConfig(BASIN_DEFAULT, StreamCipher.AES_256_GCM, false, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{\"retention_policy\":{}}",
                "{\"retention_policy\":{\"age\":null}}",
                "{\"timestamping\":[]}",
                "{\"timestamping\":{\"mode\":\"x\"}}",
                "{\"delete_on_empty\":{\"min_age_secs\":-1}}",
                "{\"storage_class\":1}"
            })
    void refusesOtherBodies(String body) {
        assertRefused(ErrorCode.BAD_JSON, () -> ControlRequests.reconfigureStream(Utf8.bytes(body)));
        assertRefused(
                ErrorCode.BAD_JSON,
                () -> ControlRequests.reconfigureBasin(Utf8.bytes(
                        body.isEmpty() || body.equals("null") ? body : "{\"default_stream_config\":" + body + "}")));
    }

    private static BasinConfig basin(String body, BasinConfig current) throws BadRequestException {
        return ControlRequests.reconfigureBasin(Utf8.bytes(body)).applyTo(current);
    }
}
