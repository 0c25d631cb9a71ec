package io.runnel.objectstore;

/** What a key may look like; see {@link ObjectStore}. */
final class Keys {
    static final int MAX_LENGTH = 512;
    static final int MAX_SEGMENT = 200;

    private Keys() {}

    /** @throws IllegalArgumentException if it is no key */
    static String require(String key) {
        if (key.isEmpty() || key.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a key has 1 to " + MAX_LENGTH + " bytes, got " + key.length() + ": '" + key + "'");
        }
        int start = 0;
        for (int at = 0; at <= key.length(); at++) {
            if (at == key.length() || key.charAt(at) == '/') {
                requireSegment(key, start, at);
                start = at + 1;
            } else if (!allowed(key.charAt(at))) {
                throw new IllegalArgumentException("a key is of a-z A-Z 0-9 - _ . and /, got '" + key + "'");
            }
        }
        return key;
    }

    /** @throws IllegalArgumentException if no key can begin like this */
    static String requirePrefix(String prefix) {
        if (!prefix.isEmpty()) {
            require(prefix + "x");
        }
        return prefix;
    }

    static int requireLimit(int limit) {
        if (limit < 1 || limit > 1000) {
            throw new IllegalArgumentException("a list has a limit of 1 to 1000 keys, got " + limit);
        }
        return limit;
    }

    private static void requireSegment(String key, int from, int until) {
        int length = until - from;
        boolean dots = length <= 2 && key.substring(from, until).chars().allMatch(c -> c == '.');
        if (dots || length > MAX_SEGMENT) {
            throw new IllegalArgumentException("a key's segments have 1 to " + MAX_SEGMENT
                    + " bytes and are neither '.' nor '..', got '" + key + "'");
        }
    }

    static boolean allowed(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '_'
                || c == '.';
    }
}
