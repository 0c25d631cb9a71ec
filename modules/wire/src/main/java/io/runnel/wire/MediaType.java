package io.runnel.wire;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The classes of media types that negotiation tells apart (contract 1.6). */
public enum MediaType {
    JSON,
    PROTOBUF,
    S2S,
    EVENT_STREAM,
    /** Absent, unknown or unreadable. */
    OTHER;

    private static final Pattern JSON_SUFFIX = Pattern.compile("application/[a-z0-9!#$&^_.+-]+\\+json");

    /** Looks at the first type of an {@code accept} or {@code content-type} value; parameters do not matter. */
    public static MediaType parse(@Nullable String header) {
        if (header == null) {
            return OTHER;
        }
        int end = header.length();
        for (int i = 0; i < end; i++) {
            char c = header.charAt(i);
            if (c == ',' || c == ';') {
                end = i;
            }
        }
        String type = header.substring(0, end).strip().toLowerCase(Locale.ROOT);
        return switch (type) {
            case "application/json" -> JSON;
            case "application/protobuf", "application/x-protobuf" -> PROTOBUF;
            case "s2s/proto" -> S2S;
            case "text/event-stream" -> EVENT_STREAM;
            default -> JSON_SUFFIX.matcher(type).matches() ? JSON : OTHER;
        };
    }
}
