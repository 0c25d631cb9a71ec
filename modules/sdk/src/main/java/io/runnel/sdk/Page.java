package io.runnel.sdk;

import java.util.List;

/**
 * A page of a listing.
 *
 * @param items in the order of their names' UTF-8 bytes
 * @param hasMore whether there are more: ask again with the last name as {@link ListOptions#startAfter}
 */
public record Page<T>(List<T> items, boolean hasMore) {
    /** @throws NullPointerException if an item is null */
    public Page {
        items = List.copyOf(items);
    }
}
