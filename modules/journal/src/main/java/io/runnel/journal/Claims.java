package io.runnel.journal;

import io.runnel.log.EntryLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Claims shards on first use, and holds back what is to be done with them until then. Belongs to one thread. */
final class Claims {
    private final EntryLog log;
    private final Consumer<Claimed> back;
    private final Set<String> claimed = new HashSet<>();
    private final Map<String, List<Consumer<@Nullable Throwable>>> waiting = new HashMap<>();

    /** The outcome of a claim, to be brought back to the thread of its {@code Claims}. */
    record Claimed(String shard, @Nullable Throwable failure) {}

    /** @param back brings an outcome to {@link #onClaimed} on the right thread; called on any */
    Claims(EntryLog log, Consumer<Claimed> back) {
        this.log = log;
        this.back = back;
    }

    /**
     * Runs an action when the shard has been claimed, at once if it has; actions of one shard run in the order of the
     * calls.
     *
     * @param action told null, or why the shard could not be claimed
     */
    void whenClaimed(String shard, Consumer<@Nullable Throwable> action) {
        if (claimed.contains(shard)) {
            action.accept(null);
            return;
        }
        List<Consumer<@Nullable Throwable>> others = waiting.get(shard);
        if (others != null) {
            others.add(action);
            return;
        }
        List<Consumer<@Nullable Throwable>> actions = new ArrayList<>();
        actions.add(action);
        waiting.put(shard, actions);
        log.claim(shard).whenComplete((done, failure) -> back.accept(new Claimed(shard, failure)));
    }

    void onClaimed(Claimed outcome) {
        if (outcome.failure() == null) {
            claimed.add(outcome.shard());
        }
        List<Consumer<@Nullable Throwable>> actions = waiting.remove(outcome.shard());
        if (actions != null) {
            actions.forEach(action -> action.accept(outcome.failure()));
        }
    }
}
