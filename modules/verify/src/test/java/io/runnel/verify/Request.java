package io.runnel.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request as it goes over the wire: target and headers are sent as they stand, repetitions and all.
 *
 * @param headers lines of the form {@code name: value}
 * @param body null for none, which is not the same as an empty one
 */
@SuppressWarnings("ArrayRecordComponent") // nothing compares them
record Request(String method, String target, List<String> headers, byte @Nullable [] body) {
    static Request of(String method, String target, String... headers) {
        return new Request(method, target, List.of(headers), null);
    }

    Request with(String... more) {
        List<String> all = new ArrayList<>(headers);
        all.addAll(List.of(more));
        return new Request(method, target, List.copyOf(all), body);
    }

    Request body(byte[] bytes) {
        return new Request(method, target, headers, bytes);
    }

    Request body(String text) {
        return body(text.getBytes(UTF_8));
    }

    Request json(String text) {
        return (has("content-type") ? this : with("content-type: application/json")).body(text);
    }

    boolean has(String name) {
        return headers.stream().anyMatch(line -> name(line).equals(name));
    }

    static String name(String line) {
        return line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
    }

    static String value(String line) {
        return line.substring(line.indexOf(':') + 1).strip();
    }
}
