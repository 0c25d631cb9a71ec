package io.runnel.wire;

import io.runnel.model.Utf8;
import java.nio.charset.StandardCharsets;

/** UTF-8 by the letter: strict checks, and the lossy reading of contract 6.8. */
final class Utf8Text {
    private Utf8Text() {}

    /** Whether the bytes are well-formed UTF-8: no overlong form, no surrogate, nothing beyond U+10FFFF. */
    static boolean isValid(byte[] bytes, int from, int until) {
        int at = from;
        while (at < until) {
            if (bytes[at] >= 0) {
                at++;
                continue;
            }
            int length = sequence(bytes, at, until);
            if (length < 0) {
                return false;
            }
            at += length;
        }
        return true;
    }

    /** The text, each maximal ill-formed part of a sequence replaced by U+FFFD. */
    static String lossy(byte[] bytes, int offset, int length) {
        String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
        // Java replaces an encoded surrogate as a whole, so what it replaced is looked at again.
        return text.indexOf('\uFFFD') < 0 || isValid(bytes, offset, offset + length)
                ? text
                : replacing(bytes, offset, offset + length, "\uFFFD");
    }

    /**
     * The text, with surrogates that stand alone where it is ill-formed, so that {@link #isEncodable} still tells. There
     * are two of them: a surrogate next to them may take one as its other half, but never both.
     */
    static String surrogating(byte[] bytes) {
        return replacing(bytes, 0, bytes.length, "\uDC00\uDC00");
    }

    private static String replacing(byte[] bytes, int offset, int until, String replacement) {
        StringBuilder text = new StringBuilder(until - offset);
        int at = offset;
        while (at < until) {
            int start = at;
            while (at < until && bytes[at] >= 0) {
                at++;
            }
            text.append(new String(bytes, start, at - start, StandardCharsets.US_ASCII));
            if (at < until) {
                int sequence = sequence(bytes, at, until);
                if (sequence > 0) {
                    text.append(new String(bytes, at, sequence, StandardCharsets.UTF_8));
                    at += sequence;
                } else {
                    text.append(replacement);
                    at -= sequence;
                }
            }
        }
        return text.toString();
    }

    /** Whether text can be written as UTF-8: false if a surrogate stands alone. */
    static boolean isEncodable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** The text, surrogates that stand alone replaced by a question mark. */
    static String encodable(String text) {
        return isEncodable(text) ? text : new String(Utf8.bytes(text), StandardCharsets.UTF_8);
    }

    /** The length of the sequence that begins here with a byte above 0x7F; negative: that of its ill-formed beginning. */
    private static int sequence(byte[] bytes, int at, int until) {
        int first = bytes[at] & 0xFF;
        int low = 0x80;
        int high = 0xBF;
        int more;
        if (first >= 0xC2 && first <= 0xDF) {
            more = 1;
        } else if (first >= 0xE0 && first <= 0xEF) {
            more = 2;
            low = first == 0xE0 ? 0xA0 : 0x80;
            high = first == 0xED ? 0x9F : 0xBF;
        } else if (first >= 0xF0 && first <= 0xF4) {
            more = 3;
            low = first == 0xF0 ? 0x90 : 0x80;
            high = first == 0xF4 ? 0x8F : 0xBF;
        } else {
            return -1;
        }
        for (int i = 1; i <= more; i++) {
            int next = at + i < until ? bytes[at + i] & 0xFF : -1;
            if (next < low || next > high) {
                return -i;
            }
            low = 0x80;
            high = 0xBF;
        }
        return more + 1;
    }
}
