package io.runnel.sdk;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The batches of an append session that are not acknowledged, in their order: those that the present connection was given, and
 * behind them those that it was not. When a connection fails the first go back to the others, so that everything is sent again
 * in order. Batches whose fate is open are always at the front, for the server applies a connection's batches in order. Not
 * thread-safe.
 */
final class AppendQueue {
    private final Deque<PendingAppend> unsent = new ArrayDeque<>();
    private final Deque<PendingAppend> sent = new ArrayDeque<>();

    void add(PendingAppend batch) {
        unsent.add(batch);
    }

    boolean isEmpty() {
        return unsent.isEmpty() && sent.isEmpty();
    }

    boolean hasUnsent() {
        return !unsent.isEmpty();
    }

    /** How many the present connection was given. */
    int sentCount() {
        return sent.size();
    }

    /** The next one for the present connection, which counts as sent from now on; null if there is none. */
    @Nullable
    PendingAppend send() {
        PendingAppend next = unsent.poll();
        if (next != null) {
            sent.add(next);
        }
        return next;
    }

    /** The one that the present connection's next acknowledgement is for. */
    @Nullable
    PendingAppend firstSent() {
        return sent.peek();
    }

    void removeFirstSent() {
        sent.remove();
    }

    /**
     * The connection has failed.
     *
     * @param harmless whether nothing that was sent can have been appended
     * @return whether that is certain, be it because nothing was sent
     */
    boolean takeBack(boolean harmless) {
        boolean certain = true;
        while (!sent.isEmpty()) {
            PendingAppend last = sent.removeLast();
            // Also what nobody knows to have left this machine: of HTTP/2, that is told of many frames at a time, and
            // not if only the
            // first of them have.
            if (!harmless) {
                last.uncertain = true;
                certain = false;
            }
            unsent.addFirst(last);
        }
        return certain;
    }

    /** The one to be sent next. */
    @Nullable
    PendingAppend firstUnsent() {
        return unsent.peek();
    }

    @Nullable
    PendingAppend removeFirstUnsent() {
        return unsent.poll();
    }

    /** The first to be sent, if it may have been appended; null if none may. */
    @Nullable
    PendingAppend firstOpen() {
        PendingAppend first = unsent.peek();
        return first != null && first.uncertain ? first : null;
    }

    /** Nothing of what is to be sent has been appended, or can be. */
    void noneHasLanded() {
        unsent.forEach(each -> each.uncertain = false);
    }

    void forEachUnsent(Consumer<PendingAppend> action) {
        unsent.forEach(action);
    }
}
