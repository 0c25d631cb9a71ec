package io.runnel.wire;

import io.runnel.model.BasinName;
import io.runnel.model.ErrorCode;
import io.runnel.model.InvalidNameException;
import io.runnel.model.Limits;
import org.jspecify.annotations.Nullable;

/** Rules for the values of S2 headers (contract 1.3 and 1.5); every defect is {@code bad_header}. */
public final class HeaderValues {
    private static final int MAX_KEY_CHARS = 44;

    private HeaderValues() {}

    /**
     * The basin that {@code s2-basin} names.
     *
     * @param header null if absent
     */
    public static BasinName basin(@Nullable String header) throws BadRequestException {
        if (header == null) {
            throw new BadRequestException(ErrorCode.BAD_HEADER, "Missing header `s2-basin`");
        }
        if (!isVisible(header)) {
            throw defect("s2-basin", "must be visible ASCII");
        }
        try {
            return new BasinName(header.strip());
        } catch (InvalidNameException e) {
            throw defect("s2-basin", String.valueOf(e.getMessage()));
        }
    }

    /**
     * Checks {@code s2-encryption-key}, whose value must never be shown.
     *
     * @param header null if absent
     */
    public static void checkEncryptionKey(@Nullable String header) throws BadRequestException {
        if (header == null) {
            return;
        }
        int length = header.strip().length();
        if (!isVisible(header) || length < 1 || length > MAX_KEY_CHARS) {
            throw defect(
                    "s2-encryption-key", "key material length " + length + " is out of range 1 to " + MAX_KEY_CHARS);
        }
    }

    /**
     * The idempotency token in {@code s2-request-token}.
     *
     * @param header null if absent
     */
    public static @Nullable String requestToken(@Nullable String header) throws BadRequestException {
        if (header == null) {
            return null;
        }
        if (!isVisible(header)) {
            throw defect("s2-request-token", "must be visible ASCII");
        }
        String token = header.strip();
        if (token.length() > Limits.MAX_REQUEST_TOKEN_BYTES) {
            throw defect(
                    "s2-request-token",
                    "must not exceed " + Limits.MAX_REQUEST_TOKEN_BYTES + " bytes in length, got " + token.length());
        }
        return token;
    }

    /** Visible ASCII, blanks and tabs. */
    static boolean isVisible(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < 0x20 || c > 0x7E) && c != '\t') {
                return false;
            }
        }
        return true;
    }

    private static BadRequestException defect(String header, String message) {
        return new BadRequestException(ErrorCode.BAD_HEADER, "Invalid header `" + header + "`: " + message);
    }
}
