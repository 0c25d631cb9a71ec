package io.runnel.sdk;

/**
 * What a listing shows.
 *
 * @param prefix what names begin with; empty for all
 * @param startAfter names after this one only; empty for all
 * @param limit items of a page, 1 to 1000; of a list of all, how many are asked for at a time
 * @param includeDeleted whether those that are being deleted are shown
 */
public record ListOptions(String prefix, String startAfter, int limit, boolean includeDeleted) {
    /** All that are not being deleted, 1000 on a page. */
    public static final ListOptions ALL = new ListOptions("", "", 1000, false);

    /** @throws IllegalArgumentException if the limit is not 1 to 1000 */
    public ListOptions {
        if (limit < 1 || limit > 1000) {
            throw new IllegalArgumentException("a page has 1 to 1000 items, got " + limit);
        }
    }

    /** The same with this prefix. */
    public ListOptions withPrefix(String value) {
        return new ListOptions(value, startAfter, limit, includeDeleted);
    }

    /** The same, after this name. */
    public ListOptions withStartAfter(String value) {
        return new ListOptions(prefix, value, limit, includeDeleted);
    }

    /** The same with this page size. */
    public ListOptions withLimit(int value) {
        return new ListOptions(prefix, startAfter, value, includeDeleted);
    }

    /** The same, with those that are being deleted or without. */
    public ListOptions withIncludeDeleted(boolean value) {
        return new ListOptions(prefix, startAfter, limit, value);
    }
}
