package io.runnel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract 1.7, 8.3, 15.8 and rows 102 and P14 of 13. */
class ContentCodingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip | GZIP",
                "x-gzip | GZIP",
                "GZip | GZIP",
                "zstd | ZSTD",
                "gzip, zstd | ZSTD",
                "gzip,zstd | ZSTD",
                "zstd;q=0.5, gzip | GZIP",
                "zstd;q=0.5, gzip;q=0.5 | ZSTD",
                "zstd;q=0.501, gzip;q=0.502 | GZIP",
                "zstd;q=0.5, gzip;q=0.5, identity | NONE",
                "gzip, identity | GZIP",
                "gzip;q=0.1 | GZIP",
                "gzip ; q=0.3 , zstd ;\tq=0.2 | GZIP",
                "* | ZSTD",
                "zstd;q=0, * | GZIP",
                "*;q=0 | NONE",
                "*;q=0, gzip | GZIP",
                "gzip;q=1, *;q=0.5 | GZIP",
                "identity;q=0 | NONE",
                "identity;q=0, gzip;q=0.001 | GZIP",
                "gzip;q=0 | NONE",
                "gzip;q=0.000 | NONE",
                "gzip;Q=1.000 | GZIP",
                "gzip;q=1. | GZIP",
                "gzip;q=2 | NONE",
                "gzip;q=1.001 | NONE",
                "gzip;q=0.1234 | NONE",
                "gzip;q=abc | NONE",
                "gzip;q= | NONE",
                "gzip;q=-1 | NONE",
                "gzip;q=2, zstd;q=0.1 | ZSTD",
                "br, deflate | NONE",
                "br, gzip;q=0.1, deflate | GZIP",
                "gzip, deflate, br | GZIP",
                ",,gzip, | GZIP",
                "'' | NONE",
            })
    void choosesTheHighestWeightForBodies(String header, Compression expected) {
        assertThat(ContentCoding.forBody(header)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip | GZIP",
                "zstd | ZSTD",
                "ZSTD | ZSTD",
                "gzip, zstd;q=0.001 | ZSTD",
                "gzip, zstd;q=0 | GZIP",
                "gzip, zstd;Q=0.000 | GZIP",
                "gzip;q=0., zstd;q=0 | NONE",
                "zstd;q=2 | ZSTD",
                "zstd;q=abc, gzip | ZSTD",
                "* | NONE",
                "x-gzip | NONE",
                "identity, br | NONE",
                "'' | NONE",
            })
    void heedsOnlyZeroForFrames(String header, Compression expected) {
        assertThat(ContentCoding.forFrames(header)).isEqualTo(expected);
    }

    @Test
    void compressesNothingUnasked() {
        assertThat(ContentCoding.forBody(null)).isEqualTo(Compression.NONE);
        assertThat(ContentCoding.forFrames(null)).isEqualTo(Compression.NONE);
    }

    @Test
    void takesTheExactTokensOfRequestsOnly() {
        assertThat(ContentCoding.ofRequest(null)).isEqualTo(Compression.NONE);
        assertThat(ContentCoding.ofRequest("identity")).isEqualTo(Compression.NONE);
        assertThat(ContentCoding.ofRequest("gzip")).isEqualTo(Compression.GZIP);
        assertThat(ContentCoding.ofRequest("zstd")).isEqualTo(Compression.ZSTD);
        for (String other : new String[] {"br", "deflate", "GZIP", "x-gzip", "gzip, zstd", "gzip;q=1", ""}) {
            assertThat(ContentCoding.ofRequest(other)).as(other).isNull();
        }
    }
}
