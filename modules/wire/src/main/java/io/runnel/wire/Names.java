package io.runnel.wire;

import io.runnel.model.InvalidNameException;
import io.runnel.model.Utf8;

/** Names of things that exist only in requests so far: access tokens and locations (contract 3.1, 15.1). */
final class Names {
    private static final int MAX_TOKEN_ID_BYTES = 96;
    private static final int MAX_LOCATION_CHARS = 64;

    private Names() {}

    static String checkTokenId(String id) {
        if (id.isEmpty()) {
            throw new InvalidNameException("access token id must not be empty");
        }
        checkTokenIdFragment("access token id", id);
        if (id.equals(".") || id.equals("..")) {
            throw new InvalidNameException("access token id must not be \".\" or \"..\"");
        }
        return id;
    }

    static String checkTokenIdFragment(String field, String value) {
        if (Utf8.length(value) > MAX_TOKEN_ID_BYTES) {
            throw new InvalidNameException(field + " must not exceed " + MAX_TOKEN_ID_BYTES + " bytes in length");
        }
        if (value.indexOf('\0') >= 0) {
            throw new InvalidNameException(field + " must not contain NUL bytes");
        }
        return value;
    }

    static String checkLocation(String location) {
        if (location.isEmpty() || location.length() > MAX_LOCATION_CHARS) {
            throw new InvalidNameException(
                    "location must be 1 to " + MAX_LOCATION_CHARS + " characters, got " + location.length());
        }
        for (int i = 0; i < location.length(); i++) {
            char c = location.charAt(i);
            boolean fine = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == ':'
                    || c == '-'
                    || c == '.';
            if (!fine) {
                throw new InvalidNameException(
                        "location must comprise ASCII letters, digits, colons, hyphens and dots");
            }
        }
        return location;
    }
}
