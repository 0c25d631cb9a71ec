package io.runnel.model;

/**
 * The name of a stream: 1 to 512 bytes of UTF-8, case-sensitive and not normalised; not {@code .} or {@code ..}, and
 * without NUL (contract 3.1, 15.1).
 */
public record StreamName(String value) implements Comparable<StreamName> {
    public static final int MAX_BYTES = 512;

    /** @throws InvalidNameException if {@code value} breaks the naming rules; the message says which */
    public StreamName {
        if (value.isEmpty()) {
            throw new InvalidNameException("stream name must not be empty");
        }
        checkFragment("stream name", value);
        if (value.equals(".") || value.equals("..")) {
            throw new InvalidNameException("stream name must not be \".\" or \"..\"");
        }
    }

    /**
     * Checks a fragment given to a listing: 0 to 512 bytes without NUL.
     *
     * @param field how messages name it: {@code stream prefix} or {@code stream start-after}
     * @throws InvalidNameException if {@code value} can begin no stream name
     */
    public static String checkFragment(String field, String value) {
        if (Utf8.length(value) > MAX_BYTES) {
            throw new InvalidNameException(field + " must not exceed " + MAX_BYTES + " bytes in length");
        }
        if (value.indexOf('\0') >= 0) {
            throw new InvalidNameException(field + " must not contain NUL bytes");
        }
        return value;
    }

    @Override
    public int compareTo(StreamName other) {
        return Utf8.BYTE_ORDER.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
