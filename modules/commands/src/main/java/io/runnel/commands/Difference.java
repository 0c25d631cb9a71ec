package io.runnel.commands;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A field in which two configurations differ.
 *
 * @param left null if it is unset there
 * @param right null if it is unset there
 */
record Difference(
        String path, @Nullable Object left, @Nullable Object right) {
    static List<Difference> between(Map<String, Object> left, Map<String, Object> right) {
        List<Difference> differences = new ArrayList<>();
        for (String path : paths(left, right)) {
            Object one = left.get(path);
            Object other = right.get(path);
            if (!Objects.equals(one, other)) {
                differences.add(new Difference(path, one, other));
            }
        }
        return differences;
    }

    /** Of both, which have the same order and may leave out different ones. */
    private static Set<String> paths(Map<String, Object> left, Map<String, Object> right) {
        Set<String> paths = new LinkedHashSet<>();
        Iterator<String> others = left.keySet().iterator();
        for (String path : right.keySet()) {
            if (left.containsKey(path)) {
                while (!paths.contains(path)) {
                    paths.add(others.next());
                }
            } else {
                paths.add(path);
            }
        }
        others.forEachRemaining(paths::add);
        return paths;
    }
}
