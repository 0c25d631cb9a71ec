package io.runnel.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyInputTest {
    private static final byte[] BYTES = {
        (byte) 0xAC, 2, 0, 0, 0, 0, 0, 0, 1, 7, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 9
    };

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 100})
    void takesTheSameWhereverSpansAreCut(int span) throws IOException {
        BodyInput in = new BodyInput(new Cut(BYTES, span));

        assertThat(in.varint()).isEqualTo(300);
        assertThat(in.fixed64()).isEqualTo(0x107);
        assertThat(in.position()).isEqualTo(10);
        assertThat(in.matches(ByteBuffer.wrap("xabcd".getBytes(US_ASCII)), 1, 4))
                .isTrue();
        assertThat(in.text(2)).isEqualTo("ef");
        in.skip(2);
        assertThat(in.read()).isEqualTo(9);
        assertThat(in.position()).isEqualTo(BYTES.length);
        assertThat(in.readOrEnd()).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 100})
    void seesADifferenceWhereverItIs(int span) throws IOException {
        for (int wrong = 10; wrong < 18; wrong++) {
            byte[] changed = BYTES.clone();
            changed[wrong] ^= 1;
            BodyInput in = new BodyInput(new Cut(changed, span));
            in.skip(10);

            assertThat(in.matches(ByteBuffer.wrap(BYTES), 10, 8)).isFalse();
            assertThat(in.read()).isEqualTo(9);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 100})
    void missesWhatIsMissing(int span) {
        BodyInput in = new BodyInput(new Cut(BYTES, span));

        assertThatThrownBy(() -> in.skip(BYTES.length + 1)).isInstanceOf(EOFException.class);
    }
}
