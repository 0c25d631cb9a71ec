package io.runnel.wire;

import org.jspecify.annotations.Nullable;

/** Unsigned decimal numbers as text. */
final class UnsignedText {
    private UnsignedText() {}

    /** An unsigned 64-bit number of digits only, leading zeros allowed; null if it is not one. */
    static @Nullable Long parse(String digits) {
        if (digits.isEmpty()) {
            return null;
        }
        int at = 0;
        while (at < digits.length() - 1 && digits.charAt(at) == '0') {
            at++;
        }
        if (digits.length() - at > 20) {
            return null;
        }
        for (int i = at; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return null;
            }
        }
        try {
            return Long.parseUnsignedLong(digits, at, digits.length(), 10);
        } catch (NumberFormatException e) {
            return null; // 20 digits can be too many by a little
        }
    }
}
