package io.runnel.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkedSpansTest {
    private static final String BODY = "5\r\nhello\r\n0B;x=y\r\n, world of \r\n7\r\nstreams\r\n0\r\n\r\n";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 11, 100})
    void leavesOnlyTheContentWhereverSpansAreCut(int span) throws IOException {
        assertThat(content(BODY, span)).isEqualTo("hello, world of streams");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5\r\nhel", "5\r\nhello", "5\r\nhelloXX0\r\n\r\n", "zz\r\n", "5\r\nhello\r\n"})
    void refusesWhatIsNoChunkedBody(String body) {
        assertThatThrownBy(() -> content(body, 3)).isInstanceOf(BrokenAnswerException.class);
    }

    private static String content(String body, int span) throws IOException {
        Cut spans = new Cut(body.getBytes(US_ASCII), span);
        BodyInput in = new BodyInput(new ChunkedSpans(spans, ByteBuffer.allocate(0)));
        StringBuilder content = new StringBuilder();
        for (int b = in.readOrEnd(); b >= 0; b = in.readOrEnd()) {
            content.append((char) b);
        }
        return content.toString();
    }
}
