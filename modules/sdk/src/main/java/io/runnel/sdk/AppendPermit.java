package io.runnel.sdk;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Room in an append session for one batch: got first, so that waiting for it can be given up without having handed anything over.
 * To be used or released.
 */
public final class AppendPermit {
    private final AppendSession session;
    private final int bytes;
    private final AtomicBoolean used = new AtomicBoolean();

    AppendPermit(AppendSession session, int bytes) {
        this.session = session;
        this.bytes = bytes;
    }

    /** Metered bytes that a batch may have. */
    public int bytes() {
        return bytes;
    }

    /**
     * Hands over a batch, which is accepted at once.
     *
     * @throws IllegalArgumentException if the batch has more metered bytes than the permit
     * @throws IllegalStateException if the permit was used or released
     */
    public AppendTicket submit(AppendInput input) {
        if (input.meteredBytes() > bytes) {
            throw new IllegalArgumentException(
                    "the permit is for " + bytes + " metered bytes, the batch has " + input.meteredBytes());
        }
        if (!used.compareAndSet(false, true)) {
            throw new IllegalStateException("the permit was used before");
        }
        return session.submitReserved(input, bytes);
    }

    /** Gives the room back; nothing if the permit was used. */
    public void release() {
        if (used.compareAndSet(false, true)) {
            session.release(bytes);
        }
    }
}
