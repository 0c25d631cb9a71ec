package io.runnel.engine;

import io.runnel.model.Page;
import io.runnel.model.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.BiFunction;

/** Cuts pages out of sorted maps (contract 3.3). */
final class Listing {
    private Listing() {}

    /**
     * Costs the depth of the map and the items of the page, however large the map is.
     *
     * @param sorted by {@link Utf8#BYTE_ORDER}
     */
    static <E, T> Page<T> page(NavigableMap<String, E> sorted, Page.Request request, BiFunction<String, E, T> item) {
        boolean before = Utf8.BYTE_ORDER.compare(request.startAfter(), request.prefix()) < 0;
        NavigableMap<String, E> candidates = before || request.startAfter().isEmpty()
                ? sorted.tailMap(request.prefix(), true)
                : sorted.tailMap(request.startAfter(), false);
        List<T> items = new ArrayList<>();
        for (Map.Entry<String, E> candidate : candidates.entrySet()) {
            if (!candidate.getKey().startsWith(request.prefix())) {
                break;
            }
            if (items.size() == request.size()) {
                return new Page<>(items, true);
            }
            items.add(item.apply(candidate.getKey(), candidate.getValue()));
        }
        return new Page<>(items, false);
    }
}
