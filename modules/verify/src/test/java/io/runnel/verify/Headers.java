package io.runnel.verify;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The header lines of an answer, in order. */
record Headers(List<String> lines) {
    /** The first value, or null. */
    @Nullable
    String get(String name) {
        return all(name).stream().findFirst().orElse(null);
    }

    List<String> all(String name) {
        return lines.stream()
                .filter(line -> Request.name(line).equals(name))
                .map(Request::value)
                .toList();
    }

    /** The members of a list header, wherever its lines break, in lower case. */
    List<String> members(String name) {
        return all(name).stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .map(member -> member.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toList());
    }
}
