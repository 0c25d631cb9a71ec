package io.runnel.wire;

import static io.runnel.wire.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.model.BasinConfig;
import io.runnel.model.BasinName;
import io.runnel.model.ErrorCode;
import io.runnel.model.RetentionPolicy;
import io.runnel.model.StreamCipher;
import io.runnel.model.StreamName;
import io.runnel.model.StreamOptions;
import io.runnel.model.TimestampingMode;
import io.runnel.model.Utf8;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of POST and PUT: contract 2.2, 2.3, 2.6, 4.1 to 4.3, 4.6 and rows 105, 119, 120, 126, 127, P3 of 13. */
class ControlRequestsTest {
    private static final StreamOptions NONE = StreamOptions.NONE;

    @Test
    void readsAWholeBasin() throws Exception {
        var created = ControlRequests.createBasin(Utf8.bytes("""
                        {"basin":"my-basin-1","location":"aws:us-east-1","scope":5,"config":{
                          "default_stream_config":{"storage_class":"any","retention_policy":{"infinite":{"x":1}},
                            "timestamping":{"mode":"arrival","uncapped":true},"delete_on_empty":{"min_age_secs":18446744073709551615}},
                          "stream_cipher":"aes-256-gcm","create_stream_on_append":true,"create_stream_on_read":true}}"""));
        assertThat(created)
                .isEqualTo(new ControlRequests.CreateBasin(
                        new BasinName("my-basin-1"),
                        new BasinConfig(
                                new StreamOptions(
                                        "any", new RetentionPolicy.Infinite(), TimestampingMode.ARRIVAL, true, -1L),
                                StreamCipher.AES_256_GCM,
                                true,
                                true)));
    }

    @Test
    void whatIsOpenStaysOpen() throws Exception {
        for (String config : new String[] {
            "null",
            "{}",
            "{\"timestamping\":{}}",
            "{\"timestamping\":null}",
            "{\"delete_on_empty\":null,\"storage_class\":null,\"retention_policy\":null}",
            "{\"timestamping\":{\"mode\":null,\"uncapped\":null}}"
        }) {
            assertThat(ControlRequests.createStream(Utf8.bytes("{\"stream\":\"s\",\"config\":" + config + "}")))
                    .isEqualTo(new ControlRequests.CreateStream(new StreamName("s"), NONE));
            assertThat(ControlRequests.ensureStream(Utf8.bytes(config))).isEqualTo(NONE);
            assertThat(ControlRequests.createBasin(Utf8.bytes(
                                    "{\"basin\":\"my-basin-1\",\"config\":{\"default_stream_config\":" + config + "}}"))
                            .config())
                    .isEqualTo(BasinConfig.DEFAULT);
        }
        assertThat(ControlRequests.createStream(Utf8.bytes("{\"stream\":\"s\"}"))
                        .options())
                .isEqualTo(NONE);
    }

    @Test
    void anEmptyDeleteOnEmptyIsAnExplicitZero() throws Exception {
        for (String config : new String[] {"{\"delete_on_empty\":{}}", "{\"delete_on_empty\":{\"min_age_secs\":0}}"}) {
            assertThat(ControlRequests.ensureStream(Utf8.bytes(config)))
                    .isEqualTo(new StreamOptions(null, null, null, null, 0L));
        }
    }

    @Test
    void aPutWithoutABodyAsksForDefaults() throws Exception {
        for (byte[] body : new byte[][] {null, {}, Utf8.bytes("null"), Utf8.bytes(" null ")}) {
            assertThat(ControlRequests.ensureBasin(body)).isEqualTo(BasinConfig.DEFAULT);
            assertThat(ControlRequests.ensureStream(body)).isEqualTo(NONE);
        }
        assertThat(ControlRequests.ensureBasin(Utf8.bytes("{\"config\":null,\"location\":null}")))
                .isEqualTo(BasinConfig.DEFAULT);
        assertThat(ControlRequests.ensureBasin(Utf8.bytes("{\"config\":{\"create_stream_on_append\":false}}")))
                .isEqualTo(BasinConfig.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"storage_class\":1}",
                "{\"retention_policy\":{}}",
                "{\"retention_policy\":\"infinite\"}",
                "{\"retention_policy\":{\"age\":1,\"infinite\":{}}}",
                "{\"retention_policy\":{\"age\":1,\"age\":1}}",
                "{\"retention_policy\":{\"age\":1,\"x\":1}}",
                "{\"retention_policy\":{\"x\":1}}",
                "{\"retention_policy\":{\"age\":-1}}",
                "{\"retention_policy\":{\"age\":1.5}}",
                "{\"retention_policy\":{\"age\":null}}",
                "{\"retention_policy\":{\"age\":18446744073709551616}}",
                "{\"retention_policy\":{\"infinite\":null}}",
                "{\"timestamping\":\"arrival\"}",
                "{\"timestamping\":{\"mode\":\"Arrival\"}}",
                "{\"timestamping\":{\"uncapped\":1}}",
                "{\"timestamping\":{},\"timestamping\":{}}",
                "{\"timestamping\":{\"uncapped\":true,\"uncapped\":true}}",
                "{\"delete_on_empty\":0}",
                "{\"delete_on_empty\":{\"min_age_secs\":null}}",
                "{\"delete_on_empty\":{\"min_age_secs\":\"1\"}}"
            })
    void refusesOtherStreamConfigurations(String config) {
        assertRefused(ErrorCode.BAD_JSON, () -> ControlRequests.ensureStream(Utf8.bytes(config)));
        assertRefused(
                ErrorCode.BAD_JSON,
                () -> ControlRequests.createStream(Utf8.bytes("{\"stream\":\"s\",\"config\":" + config + "}")));
        assertRefused(
                ErrorCode.BAD_JSON,
                () -> ControlRequests.ensureBasin(
                        Utf8.bytes("{\"config\":{\"default_stream_config\":" + config + "}}")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"create_stream_on_append\":null}",
                "{\"create_stream_on_read\":null}",
                "{\"create_stream_on_read\":\"true\"}",
                "{\"stream_cipher\":\"aes\"}",
                "{\"stream_cipher\":5}",
                "[]"
            })
    void refusesOtherBasinConfigurations(String config) {
        assertRefused(ErrorCode.BAD_JSON, () -> ControlRequests.ensureBasin(Utf8.bytes("{\"config\":" + config + "}")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"basin\":null}",
                "{\"basin\":\"short12\"}",
                "{\"basin\":\"-basinname\"}",
                "{\"basin\":\"Basin-name\"}",
                "{\"basin\":\"my-basin-1\",\"basin\":\"my-basin-1\"}",
                "{\"basin\":\"my-basin-1\",\"location\":\"\"}",
                "{\"basin\":\"my-basin-1\",\"location\":\"a_b\"}",
                "{\"basin\":\"my-basin-1\",\"location\":5}",
                "null",
                ""
            })
    void refusesOtherBasins(String body) {
        assertRefused(ErrorCode.BAD_JSON, () -> ControlRequests.createBasin(Utf8.bytes(body)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"stream\":\"\"}",
                "{\"stream\":\".\"}",
                "{\"stream\":\"..\"}",
                "{\"stream\":\"a\\u0000b\"}",
                "{\"stream\":\"\\ud800\"}",
                "{\"stream\":1}",
                "null"
            })
    void refusesOtherStreams(String body) {
        assertRefused(ErrorCode.BAD_JSON, () -> ControlRequests.createStream(Utf8.bytes(body)));
    }

    @Test
    void aRetentionOfNothingIsWellFormedButInvalid() throws Exception {
        String zero = "{\"retention_policy\":{\"age\":0}}";
        assertThat(ControlRequests.ensureStream(Utf8.bytes(zero)).validate().status())
                .isEqualTo(422);
        assertThat(ControlRequests.ensureBasin(Utf8.bytes("{\"config\":{\"default_stream_config\":" + zero + "}}"))
                        .validate()
                        .status())
                .isEqualTo(422);
        assertThat(ControlRequests.reconfigureStream(Utf8.bytes(zero))
                        .validate()
                        .status())
                .isEqualTo(422);
        assertThat(ControlRequests.reconfigureBasin(Utf8.bytes("{\"default_stream_config\":" + zero + "}"))
                        .validate()
                        .status())
                .isEqualTo(422);
        String most = "{\"retention_policy\":{\"age\":18446744073709551615}}";
        assertThat(ControlRequests.ensureStream(Utf8.bytes(most)).validate()).isNull();
    }
}
