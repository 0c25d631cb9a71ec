package io.runnel.wire;

import static io.runnel.wire.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.model.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 1.5; TextRulesTest has basins and keys. */
class HeaderValuesTest {
    @ParameterizedTest
    @CsvSource({"raw, RAW", "json, RAW", "base64, BASE64", "json-binsafe, BASE64", "'\t raw ', RAW"})
    void knowsTheFormats(String header, RecordFormat expected) throws Exception {
        assertThat(RecordFormat.parse(header)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "BASE64", "Raw", "bogus", "raw,raw"})
    void refusesOtherFormats(String header) {
        assertRefused(ErrorCode.BAD_HEADER, () -> RecordFormat.parse(header)).contains("s2-format");
    }

    @Test
    void withoutAHeaderRecordsAreRaw() throws Exception {
        assertThat(RecordFormat.parse(null)).isEqualTo(RecordFormat.RAW);
    }

    @Test
    void takesTokensOf0To36VisibleCharacters() throws Exception {
        assertThat(HeaderValues.requestToken(null)).isNull();
        assertThat(HeaderValues.requestToken("")).isEmpty();
        assertThat(HeaderValues.requestToken(" a b\t")).isEqualTo("a b");
        assertThat(HeaderValues.requestToken("x".repeat(36))).hasSize(36);
        assertRefused(ErrorCode.BAD_HEADER, () -> HeaderValues.requestToken("x".repeat(37)))
                .contains("36")
                .contains("37");
    }

    @ParameterizedTest
    @ValueSource(strings = {"é", "a\u0001", "\u2003a", "a\u001f", "a\u007f"})
    void refusesTokensThatDoNotShow(String header) {
        assertRefused(ErrorCode.BAD_HEADER, () -> HeaderValues.requestToken(header))
                .contains("visible ASCII");
    }

    @Test
    void stripsBlanksAroundABasin() throws Exception {
        assertThat(HeaderValues.basin(" my-basin-1\t").value()).isEqualTo("my-basin-1");
    }
}
