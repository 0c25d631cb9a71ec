package io.runnel.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.pekko.persistence.AtomicWrite;
import org.jspecify.annotations.Nullable;

/** An atomic write on its way into the log. */
final class PendingEvents extends Pending {
    private final AtomicWrite write;
    private final BiConsumer<PendingEvents, @Nullable Throwable> whenSettled;
    private List<Runnable> followers = List.of(); // hardly anyone defers or is rejected

    PendingEvents(
            AtomicWrite write, Completions completions, BiConsumer<PendingEvents, @Nullable Throwable> whenSettled) {
        super(completions);
        this.write = write;
        this.whenSettled = whenSettled;
    }

    AtomicWrite write() {
        return write;
    }

    /** @param answer to be given once these events have been answered, and before any later ones are */
    void followedBy(Runnable answer) {
        if (followers.isEmpty()) {
            followers = new ArrayList<>();
        }
        followers.add(answer);
    }

    void answerFollowers() {
        followers.forEach(Runnable::run);
    }

    @Override
    void settled(@Nullable Throwable failure) {
        whenSettled.accept(this, failure);
    }
}
