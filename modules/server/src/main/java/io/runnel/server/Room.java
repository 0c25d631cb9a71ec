package io.runnel.server;

import io.runnel.model.ByteBudget;
import io.runnel.model.ByteBudget.Waiter;
import org.jspecify.annotations.Nullable;

/** What one body or frame takes of the node's room ({@link Arrivals}). Thread-safe. */
final class Room {
    private final ByteBudget budget;
    private @Nullable Waiter place;
    private boolean granted;

    Room(ByteBudget budget) {
        this.budget = budget;
    }

    /**
     * Asks for room, or for nothing if it has been asked for already.
     *
     * @param later called, on any thread, when there is room, if there is none at once
     * @return whether there is
     */
    boolean take(int bytes, Runnable later) {
        Waiter wanted;
        synchronized (this) {
            if (place != null) {
                return granted;
            }
            wanted = new Waiter(bytes, () -> grant(later));
            place = wanted;
            granted = budget.tryAcquire(bytes);
            if (granted) {
                return true;
            }
        }
        budget.acquire(wanted);
        return false;
    }

    private void grant(Runnable later) {
        synchronized (this) {
            if (place == null) {
                return; // has been given back
            }
            granted = true;
        }
        later.run();
    }

    /** Gives it back, or leaves the line. */
    void leave() {
        Waiter left;
        boolean had;
        synchronized (this) {
            left = place;
            had = granted;
            place = null;
            granted = false;
        }
        if (left != null && (had || !budget.cancel(left))) {
            budget.release(left.bytes());
        }
    }
}
