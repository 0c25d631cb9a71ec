package io.runnel.sdk;

import io.runnel.model.Utf8;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Who may append: a stream that was fenced with a token refuses appends that carry another one. Fencing is cooperative:
 * appends without a token are not checked.
 *
 * @param value 0 to 36 bytes of UTF-8; the empty one is that of a stream nobody has fenced
 */
public record FencingToken(String value) {
    /** The longest token, in bytes of UTF-8. */
    public static final int MAX_BYTES = 36;

    private static final SecureRandom RANDOM = new SecureRandom();

    /** @throws IllegalArgumentException if {@code value} is longer than 36 bytes */
    public FencingToken {
        int length = Utf8.length(value);
        if (length > MAX_BYTES) {
            throw new IllegalArgumentException("a fencing token has at most 36 bytes, got " + length);
        }
    }

    /** A token of 128 random bits, as 32 hexadecimal digits. */
    public static FencingToken random() {
        byte[] bits = new byte[16];
        RANDOM.nextBytes(bits);
        return new FencingToken(HexFormat.of().formatHex(bits));
    }

    @Override
    public String toString() {
        return value;
    }
}
