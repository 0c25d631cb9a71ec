package io.runnel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract 1.6 and rows 22, 81, 82 of 13. */
class MediaTypeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | JSON",
                "Application/JSON; charset=utf-8 | JSON",
                "application/vnd.x+json; charset=utf-8 | JSON",
                "application/+json | OTHER",
                "application/a b+json | OTHER",
                "text/json | OTHER",
                "application/protobuf | PROTOBUF",
                "application/x-protobuf;v=1 | PROTOBUF",
                "s2s/proto | S2S",
                "S2S/Proto | S2S",
                "text/event-stream | EVENT_STREAM",
                "text/event-stream, application/json | EVENT_STREAM",
                "application/json, text/event-stream | JSON",
                "text/plain, application/json | OTHER",
                "*/* | OTHER",
                "image/png | OTHER",
                "application | OTHER",
                "'' | OTHER",
            })
    void looksAtTheFirstTypeOnly(String header, MediaType expected) {
        assertThat(MediaType.parse(header)).isEqualTo(expected);
    }

    @Test
    void absentIsOther() {
        assertThat(MediaType.parse(null)).isEqualTo(MediaType.OTHER);
    }
}
