package io.runnel.model;

/** A fencing token: 0 to 36 bytes of UTF-8; the empty one is that of a stream nobody has fenced (contract 6.4). */
public record FencingToken(String value) {
    public static final int MAX_BYTES = 36;
    public static final FencingToken NONE = new FencingToken("");

    /** @throws InvalidNameException if {@code value} is too long */
    public FencingToken {
        int length = Utf8.length(value);
        if (length > MAX_BYTES) {
            throw new InvalidNameException(
                    "fencing token must not exceed " + MAX_BYTES + " bytes in length, got " + length);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
