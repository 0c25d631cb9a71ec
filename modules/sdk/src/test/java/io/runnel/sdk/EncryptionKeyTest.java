package io.runnel.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncryptionKeyTest {
    private static final byte[] BYTES = bytes(32);
    private static final String BASE64 = Base64.getEncoder().encodeToString(BYTES);

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (i * 37 + 11);
        }
        return bytes;
    }

    @Test
    void isSentAsTheBase64OfItsBytes() {
        assertThat(EncryptionKey.of(BYTES).header()).isEqualTo(BASE64).hasSize(44);
        assertThat(EncryptionKey.ofBase64(" " + BASE64 + "\n").header()).isEqualTo(BASE64);
    }

    @Test
    void isNotPrinted() {
        assertThat(EncryptionKey.of(BYTES)).hasToString("EncryptionKey[hidden]");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 16, 31, 33, 64})
    void hasThirtyTwoBytes(int count) {
        assertThatThrownBy(() -> EncryptionKey.of(bytes(count)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a key has 32 bytes, got " + count);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret*secret", "c2VjcmV0LXNlY3JldA=="})
    void aMistakeInItDoesNotTellItToTheLog(String wrong) {
        assertThatThrownBy(() -> EncryptionKey.ofBase64(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .message()
                .doesNotContain("secret", "*", "c2Vj");
    }

    @Test
    void doesNotChangeWithTheArrayItWasMadeOf() {
        byte[] mine = BYTES.clone();
        EncryptionKey key = EncryptionKey.of(mine);
        Arrays.fill(mine, (byte) 0);
        assertThat(key.header()).isEqualTo(BASE64);
    }

    @Test
    void canBeDestroyed() {
        EncryptionKey key = EncryptionKey.of(BYTES);
        assertThat(key.isDestroyed()).isFalse();
        key.destroy();
        assertThat(key.isDestroyed()).isTrue();
        assertThatThrownBy(key::header)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the key has been destroyed");
    }
}
