package io.runnel.storetools;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What has been found so far; of much of the same in one object only the beginning. */
final class Findings {
    private static final int MOST_OF_AN_OBJECT = 20;
    private static final int MOST = 10_000;

    private final List<Finding> all = new ArrayList<>();
    private final Map<String, Integer> byObject = new TreeMap<>();
    private long more;

    void add(Finding finding) {
        int before = byObject.merge(finding.object(), 1, Integer::sum);
        if (before > MOST_OF_AN_OBJECT || all.size() >= MOST) {
            more++;
        } else if (all.stream().noneMatch(finding::isSame)) {
            all.add(finding);
        }
    }

    void addAll(Findings others) {
        others.all.forEach(this::add);
        more += others.more;
    }

    List<Finding> all() {
        return all;
    }

    /** Those that are not kept, as there are too many. */
    long more() {
        return more;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    boolean confirm(Finding finding) {
        return all.stream().anyMatch(finding::isConfirmedBy);
    }
}
