package io.runnel.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmallAnswerTest {
    private static final String BODY =
            "{\"start\":{\"seq_num\":41,\"timestamp\":7},\"end\":{\"seq_num\":42,\"timestamp\":7}}";
    private static final String ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 20, 50, 1000})
    void findsTheNumberWhereverTheAnswerIsCut(int span) throws Exception {
        SmallAnswer answer = new SmallAnswer();
        for (int round = 0; round < 2; round++) {
            boolean complete = false;
            for (int at = 0; at < ANSWER.length(); at += span) {
                assertThat(complete).isFalse();
                complete = answer.take(bytes(ANSWER.substring(at, Math.min(ANSWER.length(), at + span))));
            }
            assertThat(complete).isTrue();
            assertThat(answer.startSeqNum()).isEqualTo(41);
        }
    }

    @Test
    void refusesARefusal() {
        String refusal = "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 2\r\n\r\n{}";

        assertThatThrownBy(() -> new SmallAnswer().take(bytes(refusal))).hasMessageContaining("503");
    }

    @Test
    void refusesWhatNobodyAskedFor() {
        assertThatThrownBy(() -> new SmallAnswer().take(bytes(ANSWER + "HTTP")))
                .isInstanceOf(BrokenAnswerException.class);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }
}
