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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The init file of contract 12. */
class InitFileTest {
    @Test
    void readsAWholeFile() throws Exception {
        InitFile file = parse("""
                {"version":1,"basins":[
                  {"name":"my-basin-1","config":{"stream_cipher":"aegis-256","create_stream_on_append":true,
                    "default_stream_config":{"retention_policy":"infinite","delete_on_empty":{}}},
                   "streams":[{"name":"s","config":{"storage_class":"any","retention_policy":"7days",
                    "timestamping":{"mode":"arrival","uncapped":true},"delete_on_empty":{"min_age":"1h 30m"}}},{"name":"t"}]},
                  {"name":"my-basin-2","config":null}]}""");
        assertThat(file.basins())
                .containsExactly(
                        new InitFile.Basin(
                                new BasinName("my-basin-1"),
                                new BasinConfig(
                                        new StreamOptions(null, new RetentionPolicy.Infinite(), null, null, null),
                                        StreamCipher.AEGIS_256,
                                        true,
                                        false),
                                List.of(
                                        new InitFile.Stream(
                                                new StreamName("s"),
                                                new StreamOptions(
                                                        "any",
                                                        new RetentionPolicy.Age(604_800),
                                                        TimestampingMode.ARRIVAL,
                                                        true,
                                                        5400L)),
                                        new InitFile.Stream(new StreamName("t"), StreamOptions.NONE))),
                        new InitFile.Basin(new BasinName("my-basin-2"), BasinConfig.DEFAULT, List.of()));
        assertThat(parse("{}").basins()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1s, 1",
        "90 sec, 90",
        "2min, 120",
        "1m, 60",
        "1M, 2630016",
        "1hr, 3600",
        "7days, 604800",
        "2 weeks, 1209600",
        "1 month, 2630016",
        "1year, 31557600",
        "1h30m, 5400",
        "'1day 2h  3min 4s', 93784",
        "9223372036854775807s, 9223372036854775807",
    })
    void readsDurationsForPeople(String text, long seconds) throws Exception {
        assertThat(retention(text)).isEqualTo(new RetentionPolicy.Age(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "7",
                "days",
                "7 fortnights",
                "-1s",
                "1.5h",
                "1h,30m",
                "0s",
                "9223372036854775808s",
                "9223372036854775807m",
                "999999999999999999999999s",
                "Infinite"
            })
    void refusesOtherDurations(String text) {
        assertRefused(ErrorCode.BAD_JSON, () -> retention(text)).startsWith("Invalid init file: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"basins\":{}}",
                "{\"basins\":[{}]}",
                "{\"basins\":[{\"name\":\"Bad\"}]}",
                "{\"basins\":[{\"name\":\"my-basin-1\",\"colour\":1}]}",
                "{\"basins\":[{\"name\":\"my-basin-1\"},{\"name\":\"my-basin-1\"}]}",
                "{\"basins\":[{\"name\":\"my-basin-1\",\"streams\":[{}]}]}",
                "{\"basins\":[{\"name\":\"my-basin-1\",\"streams\":[{\"name\":\"s\"},{\"name\":\"s\"}]}]}",
                "{\"basins\":[{\"name\":\"my-basin-1\",\"streams\":[{\"name\":\"s\",\"x\":1}]}]}",
                "{\"basins\":[{\"name\":\"my-basin-1\",\"config\":{\"x\":1}}]}",
                "{\"basins\":[{\"name\":\"my-basin-1\",\"config\":{\"stream_cipher\":\"x\"}}]}",
                "{\"basins\":[{\"name\":\"my-basin-1\",\"config\":{\"default_stream_config\":{\"timestamping\":{\"x\":1}}}}]}",
                "{\"basins\":[{\"name\":\"my-basin-1\",\"config\":{\"default_stream_config\":{\"delete_on_empty\":{\"min_age_secs\":1}}}}]}",
                "{\"basins\":[{\"name\":\"my-basin-1\",\"config\":{\"default_stream_config\":{\"retention_policy\":{\"age\":1}}}}]}"
            })
    void refusesOtherFiles(String file) {
        assertRefused(ErrorCode.BAD_JSON, () -> parse(file)).startsWith("Invalid init file: ");
    }

    private static RetentionPolicy retention(String text) throws BadRequestException {
        return parse(
                        "{\"basins\":[{\"name\":\"my-basin-1\",\"config\":{\"default_stream_config\":{\"retention_policy\":\""
                                + text + "\"}}}]}")
                .basins()
                .get(0)
                .config()
                .defaultStreamOptions()
                .retention();
    }

    private static InitFile parse(String file) throws BadRequestException {
        return InitFile.parse(Utf8.bytes(file));
    }
}
