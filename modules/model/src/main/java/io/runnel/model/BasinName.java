package io.runnel.model;

/**
 * The name of a basin: 8 to 48 bytes of {@code a-z}, {@code 0-9} and {@code -}, beginning and ending with a letter or a
 * digit (contract 3.1).
 */
public record BasinName(String value) implements Comparable<BasinName> {
    public static final int MIN_BYTES = 8;
    public static final int MAX_BYTES = 48;

    /** @throws InvalidNameException if {@code value} breaks the naming rules; the message says which */
    public BasinName {
        if (value.length() > MAX_BYTES) {
            throw new InvalidNameException("basin name must not exceed " + MAX_BYTES + " bytes in length");
        }
        checkAlphabet("basin name", value);
        if (value.length() < MIN_BYTES) {
            throw new InvalidNameException("basin name should be at least " + MIN_BYTES + " bytes in length");
        }
        if (value.charAt(value.length() - 1) == '-') {
            throw new InvalidNameException("basin name must end with a lowercase letter or number");
        }
    }

    /**
     * Checks a fragment given to a listing: like a name, but of 0 to 48 bytes, and it may end with a hyphen.
     *
     * @param field how messages name it: {@code basin prefix} or {@code basin start-after}
     * @throws InvalidNameException if {@code value} can begin no basin name
     */
    public static String checkFragment(String field, String value) {
        if (value.length() > MAX_BYTES) {
            throw new InvalidNameException(field + " must not exceed " + MAX_BYTES + " bytes in length");
        }
        checkAlphabet(field, value);
        return value;
    }

    private static void checkAlphabet(String field, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && c != '-') {
                throw new InvalidNameException(field + " must comprise lowercase letters, numbers, and hyphens");
            }
            if (i == 0 && !letterOrDigit) {
                throw new InvalidNameException(field + " must begin with a lowercase letter or number");
            }
        }
    }

    @Override
    public int compareTo(BasinName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
