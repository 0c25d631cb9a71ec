package io.runnel.commands;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A field in which two configurations differ.
 *
 * @param left null if it is unset there
 * @param right null if it is unset there
 */
record Difference(
        String path, @Nullable String left, @Nullable String right) {
    static List<Difference> between(Map<String, String> left, Map<String, String> right) {
        Set<String> paths = new LinkedHashSet<>(left.keySet());
        paths.addAll(right.keySet());
        List<Difference> differences = new ArrayList<>();
        for (String path : paths) {
            String one = left.get(path);
            String other = right.get(path);
            if (one == null || !one.equals(other)) {
                differences.add(new Difference(path, one, other));
            }
        }
        return differences;
    }
}
