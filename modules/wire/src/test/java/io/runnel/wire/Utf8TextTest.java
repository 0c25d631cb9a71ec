package io.runnel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.model.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Contract 6.8: maximal subparts, found here by trying every beginning of every character. */
class Utf8TextTest {
    private static final Set<String> WHOLE = new HashSet<>();
    private static final Set<String> BEGINNINGS = new HashSet<>();

    static {
        for (int c = 0x80; c <= Character.MAX_CODE_POINT; c++) {
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                String bytes = latin1(Utf8.bytes(Character.toString(c)));
                WHOLE.add(bytes);
                for (int length = 1; length < bytes.length(); length++) {
                    BEGINNINGS.add(bytes.substring(0, length));
                }
            }
        }
    }

    @Property(tries = 3000)
    void replacesMaximalSubparts(@ForAll("fragments") byte[] bytes) {
        String expected = replaced(bytes);
        byte[] padded = new byte[bytes.length + 2];
        padded[0] = (byte) 0xE2;
        System.arraycopy(bytes, 0, padded, 1, bytes.length);
        padded[bytes.length + 1] = (byte) 0x82;
        assertThat(Utf8Text.lossy(padded, 1, bytes.length)).isEqualTo(expected);
        boolean valid = Arrays.equals(Utf8.bytes(expected), bytes);
        assertThat(Utf8Text.isValid(bytes, 0, bytes.length)).isEqualTo(valid);
        assertThat(Utf8Text.isEncodable(Utf8Text.surrogating(bytes))).isEqualTo(valid);
    }

    private static String replaced(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        String all = latin1(bytes);
        int at = 0;
        while (at < all.length()) {
            int length = bytes[at] >= 0 ? 1 : longest(WHOLE, all, at);
            if (length > 0) {
                text.append(new String(bytes, at, length, StandardCharsets.UTF_8));
            } else {
                length = Math.max(1, longest(BEGINNINGS, all, at));
                text.append('\uFFFD');
            }
            at += length;
        }
        return text.toString();
    }

    private static int longest(Set<String> sequences, String all, int at) {
        for (int length = Math.min(4, all.length() - at); length > 0; length--) {
            if (sequences.contains(all.substring(at, at + length))) {
                return length;
            }
        }
        return 0;
    }

    @Provide
    Arbitrary<byte[]> fragments() {
        Arbitrary<byte[]> odd = Arbitraries.of(
                        0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE2, 0xED, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xFF, 0x7F, 0x80, 0x82,
                        0x8F, 0x90, 0x9F, 0xA0, 0xAC, 0xBF, 0x61)
                .map(b -> new byte[] {(byte) (int) b});
        Arbitrary<byte[]> text = Arbitraries.of("€", "é", "\uD83D\uDE00", "\uFFFD", "\uE000", "x")
                .map(Utf8::bytes);
        return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(4, odd), net.jqwik.api.Tuple.of(1, text))
                .list()
                .ofMaxSize(12)
                .map(parts -> {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    parts.forEach(out::writeBytes);
                    return out.toByteArray();
                });
    }

    @Test
    void aSurrogateNextToWhatIsIllFormedCannotHideIt() {
        for (String before : new String[] {"", "\uD800", "\uDC00"}) {
            for (String after : new String[] {"", "\uD800", "\uDC00"}) {
                String text = before + Utf8Text.surrogating(new byte[] {(byte) 0xFF}) + after;
                assertThat(Utf8Text.isEncodable(text)).isFalse();
                assertThat(Utf8Text.isEncodable(Utf8Text.encodable(text))).isTrue();
            }
        }
        assertThat(Utf8Text.encodable("\uD83D\uDE00é")).isEqualTo("\uD83D\uDE00é");
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
