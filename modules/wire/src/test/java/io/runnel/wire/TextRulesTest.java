package io.runnel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.model.ErrorCode;
import io.runnel.model.Page;
import io.runnel.model.ReadRequest;
import io.runnel.model.ReadStart;
import io.runnel.model.StreamError;
import io.runnel.model.StreamOptions;
import io.runnel.wire.Sse.LastEventId;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the contract says of query strings, paths and header values (1.5 to 1.9, 3.1). */
class TextRulesTest {
    private interface Parse {
        Object parse() throws BadRequestException;
    }

    private static String defect(Parse parse) {
        try {
            return "fine: " + parse.parse();
        } catch (BadRequestException e) {
            return ((StreamError.Coded) e.error()).code().wireName();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prefix=%zz | %zz",
                "prefix=a+b%20c | a b c",
                "prefix=%ff | \uFFFD",
                "prefix=%e2%82%ac | €",
                "%70refix=x | x",
                "prefix=a=b | a=b",
                "Prefix=x | ''",
                "prefix | ''",
                "&&prefix=x& | x",
            })
    void queriesAreForms(String query, String prefix) throws Exception {
        assertThat(Query.listStreams(query)).isEqualTo(new Page.Request(prefix, "", 0));
    }

    @Test
    void fragmentsHaveALength() {
        assertThat(defect(() -> Query.listStreams("prefix=" + "%E2%82%AC".repeat(171))))
                .isEqualTo("bad_query");
        assertThat(defect(() -> Query.listStreams("prefix=" + "%ff".repeat(170))))
                .startsWith("fine");
        assertThat(defect(() -> Query.listStreams("prefix=" + "%ff".repeat(171))))
                .isEqualTo("bad_query");
        assertThat(defect(() -> Query.listBasins("prefix=-a"))).isEqualTo("bad_query");
        assertThat(defect(() -> Query.listBasins("prefix=a-"))).startsWith("fine");
        assertThat(defect(() -> Query.listBasins("prefix=" + "a".repeat(49)))).isEqualTo("bad_query");
        assertThat(defect(() -> Query.listBasins("start_after=A"))).isEqualTo("bad_query");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "count=",
                "count",
                "count=-1",
                "count=1.0",
                "count=%201",
                "count=18446744073709551616",
                "clamp=",
                "clamp=True",
                "clamp=1",
                "wait=4294967296",
                "count=1&count=1",
                "count=1&%63ount=1",
                "count=٣"
            })
    void numbersAndBooleansAreReadByTheLetter(String query) {
        assertThat(defect(() -> Query.read(query))).isEqualTo("bad_query");
    }

    @Test
    void numbersMayBeLarge() throws Exception {
        Query.Read read = Query.read("seq_num=18446744073709551615&count=0018446744073709551615&wait=4294967295");
        assertThat(read.request(false))
                .isEqualTo(new ReadRequest(new ReadStart.SeqNum(-1), false, -1L, null, null, 4294967295L));
    }

    @ParameterizedTest
    @CsvSource({"a%2Fb%20c+d%25, a/b c+d%", "%zz, %zz", "%, %", "%4, %4", "%e2%82%ac, €", "%2e%2ea, ..a"})
    void pathsAreDecodedOnce(String segment, String name) throws Exception {
        assertThat(Percent.stream(segment).value()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%ff", "%ed%a0%80", "%00", "%2e", "%2E%2e", "a%c0%80"})
    void someNamesAreNone(String segment) {
        assertThat(defect(() -> Percent.stream(segment))).isEqualTo("bad_path");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "' gzip ; q=0.5 , zstd;q=0.500' | ZSTD",
                "gzip;q=1;x=y | NONE",
                "gzip; q = 1 | NONE",
                "gzip;Q=1. | GZIP",
                "gzip;q=1.001 | NONE",
                "gzip;q=00.5 | NONE",
                "',,,gzip' | GZIP",
                "'zstd;q=0.1, identity;q=0.2' | NONE",
                "'*;q=0.5, gzip;q=0.4' | ZSTD",
                "'' | NONE",
            })
    void codingsOfBodiesAreWeighed(String header, Compression expected) {
        assertThat(ContentCoding.forBody(header)).isEqualTo(expected);
    }

    @Test
    void withoutAHeaderNothingIsCompressed() {
        assertThat(ContentCoding.forBody(null)).isEqualTo(Compression.NONE);
        assertThat(ContentCoding.forFrames(null)).isEqualTo(Compression.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'gzip, zstd;q=0.001' | ZSTD",
                "'gzip, zstd;q=0' | GZIP",
                "'gzip;q=0, zstd;Q=0.000' | NONE",
                "ZStd | ZSTD",
                "* | NONE",
            })
    void codingsOfFramesAreNot(String header, Compression expected) {
        assertThat(ContentCoding.forFrames(header)).isEqualTo(expected);
    }

    @Test
    void basinsInHeadersAreChecked() {
        assertThat(defect(() -> HeaderValues.basin(null))).isEqualTo("bad_header");
        assertThat(defect(() -> HeaderValues.basin(""))).isEqualTo("bad_header");
        assertThat(defect(() -> HeaderValues.basin("Bad_Name"))).isEqualTo("bad_header");
        assertThat(defect(() -> HeaderValues.basin("my-first-b\u00e4sin"))).isEqualTo("bad_header");
        assertThat(defect(() -> HeaderValues.basin("my-first-basin"))).startsWith("fine");
    }

    @Test
    void keysAreCheckedAndNeverShown() throws Exception {
        HeaderValues.checkEncryptionKey(null);
        HeaderValues.checkEncryptionKey("!!!!");
        HeaderValues.checkEncryptionKey("x".repeat(44));
        for (String key : new String[] {"", " ", "s3cret".repeat(8)}) {
            try {
                HeaderValues.checkEncryptionKey(key);
                throw new AssertionError("taken: " + key);
            } catch (BadRequestException e) {
                assertThat(e.error().toString())
                        .contains(ErrorCode.BAD_HEADER.name(), "out of range")
                        .doesNotContain("s3cret");
            }
        }
    }

    @Test
    void configurationsInHeadersAreCheckedAsAWhole() throws Exception {
        assertThat(ControlRequests.streamConfigHeader(null)).isEqualTo(StreamOptions.NONE);
        assertThat(ControlRequests.streamConfigHeader(" {\"storage_class\":\"\\u00e4\",\"x\":[]}\t"))
                .isEqualTo(new StreamOptions("\u00e4", null, null, null, null));
        for (String bad : new String[] {
            "",
            " ",
            "null",
            "[]",
            "{} {}",
            "{\"storage_class\":\"\u00e4\"}",
            "{\"storage_class\":1}",
            "{\"retention_policy\":{\"age\":0}}",
            "{\"delete_on_empty\":{\"min_age_secs\":null}}"
        }) {
            assertThat(defect(() -> ControlRequests.streamConfigHeader(bad)))
                    .as(bad)
                    .isEqualTo("bad_header");
        }
    }

    @Test
    void resumingSaturates() throws Exception {
        LastEventId last = LastEventId.parse("18446744073709551615,1,18446744073709551615");
        ReadRequest original = new ReadRequest(new ReadStart.TailOffset(0), true, 5L, 7L, 9L, 1L);
        assertThat(last.resume(original)).isEqualTo(new ReadRequest(new ReadStart.SeqNum(-1), true, 4L, 0L, 9L, 1L));
    }

    @ParameterizedTest
    @CsvSource({"e282, 1", "c080, 2", "eda080, 3", "f4908080, 4", "ff, 1", "f09f98, 1", "80, 1", "e2e282ac, 1"})
    void invalidSequencesAreReplacedMaximally(String hex, int replacements) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        String text = Utf8Text.lossy(bytes, 0, bytes.length);
        assertThat(text.chars().filter(c -> c == '\uFFFD').count()).isEqualTo(replacements);
    }
}
