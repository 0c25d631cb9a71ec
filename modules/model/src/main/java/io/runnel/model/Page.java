package io.runnel.model;

import java.util.List;

/** One page of a listing, ascending by the bytes of the names (contract 3.3). */
public record Page<T>(List<T> items, boolean hasMore) {
    public Page {
        items = List.copyOf(items);
    }

    /**
     * What a client asks of a listing.
     *
     * @param prefix the empty one matches everything
     * @param startAfter names up to and including this one are left out; the empty one leaves out nothing
     * @param limit as given; see {@link #size}
     */
    public record Request(String prefix, String startAfter, long limit) {
        /** The number of items on the page: 0 and everything above the maximum mean the maximum. */
        public int size() {
            return limit <= 0 || limit > Limits.MAX_PAGE_ITEMS ? Limits.MAX_PAGE_ITEMS : (int) limit;
        }
    }
}
