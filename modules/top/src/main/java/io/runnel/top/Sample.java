package io.runnel.top;

import java.util.Map;

/** One figure of a server: {@code name{label="value"} 42}. */
record Sample(String name, Map<String, String> labels, double value) {
    Sample {
        labels = Map.copyOf(labels);
    }

    /** @param wanted labels that it must have; others do not matter */
    boolean matches(Map<String, String> wanted) {
        return labels.entrySet().containsAll(wanted.entrySet());
    }

    String label(String label) {
        return labels.getOrDefault(label, "");
    }
}
