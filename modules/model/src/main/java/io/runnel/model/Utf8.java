package io.runnel.model;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;

/** What names and tokens need of UTF-8. */
public final class Utf8 {
    /** Orders strings by their UTF-8 bytes, which differs from {@link String#compareTo} beyond the basic plane. */
    public static final Comparator<String> BYTE_ORDER = Utf8::compare;

    private Utf8() {}

    /** The number of bytes of {@code text} in UTF-8; an unpaired surrogate counts as the one byte that replaces it. */
    public static int length(String text) {
        int bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                continue;
            }
            if (c < 0x800) {
                bytes++;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                bytes += 2;
                i++;
            } else if (!Character.isSurrogate(c)) {
                bytes += 2;
            }
        }
        return bytes;
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static int compare(String left, String right) {
        int shared = Math.min(left.length(), right.length());
        for (int i = 0; i < shared; i++) {
            char l = left.charAt(i);
            char r = right.charAt(i);
            if (l != r) {
                // UTF-16 puts surrogates (code points from 0x10000 on) below 0xE000..0xFFFF; UTF-8 does not.
                boolean leftHigh = Character.isSurrogate(l);
                boolean rightHigh = Character.isSurrogate(r);
                return leftHigh == rightHigh ? Character.compare(l, r) : leftHigh ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
