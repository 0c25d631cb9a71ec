package io.runnel.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class HttpHeadTest {
    @Test
    void takesTheHeadAndNothingBehindIt() throws IOException {
        ByteArrayInputStream in =
                bytes("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: Chunked\r\n\r\nabc");
        HttpHead head = HttpHead.read(in::read);

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.contentLength()).isEqualTo(3);
        assertThat(head.chunked()).isTrue();
        assertThat(in.available()).isEqualTo(3);
    }

    @Test
    void knowsTheMethodOfARequest() throws IOException {
        HttpHead head = HttpHead.read(bytes("PUT /bucket/key HTTP/1.1\r\nhost: x\r\n\r\n")::read);

        assertThat(head.method()).isEqualTo("PUT");
        assertThat(head.header("host")).isEqualTo("x");
        assertThat(new String(head.raw(), US_ASCII)).isEqualTo("PUT /bucket/key HTTP/1.1\r\nhost: x\r\n\r\n");
    }

    @Test
    void isNullWhenThePeerHasClosed() throws IOException {
        assertThat(HttpHead.read(bytes("")::read)).isNull();
    }

    @Test
    void refusesHalfAHead() {
        assertThatThrownBy(() -> HttpHead.read(bytes("HTTP/1.1 200 OK\r\n")::read))
                .isInstanceOf(BrokenAnswerException.class);
    }

    private static ByteArrayInputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(US_ASCII));
    }
}
