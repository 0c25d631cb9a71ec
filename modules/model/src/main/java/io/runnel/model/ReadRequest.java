package io.runnel.model;

import org.jspecify.annotations.Nullable;

/**
 * What a client asks of a read (contract 7); already parsed, and checked for what concerns the parameters alone.
 *
 * @param clamp whether a start beyond the tail becomes the tail
 * @param count records to deliver at most, unsigned; null for no bound
 * @param bytes metered bytes to deliver at most, unsigned; null for no bound
 * @param until timestamps at and past it end the read, unsigned; null for no bound
 * @param waitSecs unsigned 32-bit seconds to wait at the tail; null if not given
 */
public record ReadRequest(
        ReadStart start,
        boolean clamp,
        @Nullable Long count,
        @Nullable Long bytes,
        @Nullable Long until,
        @Nullable Long waitSecs) {

    /** Whether the read, on reaching the tail of the stream, waits for more (contract 7.3, a session). */
    public boolean mayFollow() {
        return (count == null && bytes == null && until == null) || (waitSecs != null && waitSecs > 0);
    }

    /** Whether nothing can be delivered whatever the stream holds (contract 15.6). */
    public boolean isEmpty() {
        return (count != null && count == 0) || (bytes != null && bytes == 0);
    }
}
