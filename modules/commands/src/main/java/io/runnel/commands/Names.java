package io.runnel.commands;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Which names basins and streams can have, so that a wrong one is a usage error and not one of the server. */
final class Names {
    private static final Pattern BASIN = Pattern.compile("[a-z0-9][a-z0-9-]{6,46}[a-z0-9]");
    private static final int MAX_STREAM_BYTES = 512;

    private Names() {}

    /** @throws IllegalArgumentException if no basin can have it */
    static String basin(String name) {
        if (!BASIN.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a basin's name has 8 to 48 lower-case letters, digits and, inside, hyphens, was '" + name + "'");
        }
        return name;
    }

    /** @throws IllegalArgumentException if no stream can have it */
    static String stream(String name) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0
                || bytes > MAX_STREAM_BYTES
                || name.equals(".")
                || name.equals("..")
                || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a stream's name has 1 to " + MAX_STREAM_BYTES
                    + " bytes without NUL, and is not . or .., was '" + name + "'");
        }
        return name;
    }
}
