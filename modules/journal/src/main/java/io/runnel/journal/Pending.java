package io.runnel.journal;

import io.runnel.log.EntryLog;
import org.jspecify.annotations.Nullable;

/** An entry on its way into the log: carries its fate from the log's thread to the journal's. */
abstract class Pending implements EntryLog.AppendCallback {
    private final Completions completions;
    private @Nullable Throwable failure; // published by the queue of completions

    Pending(Completions completions) {
        this.completions = completions;
    }

    @Override
    public final void durable() {
        completions.add(this);
    }

    @Override
    public final void failed(Throwable cause) {
        failure = cause;
        completions.add(this);
    }

    /** On the journal's thread. */
    final void settle() {
        settled(failure);
    }

    /** @param failure null if the entry is durable */
    abstract void settled(@Nullable Throwable failure);
}
