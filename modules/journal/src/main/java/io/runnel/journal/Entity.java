package io.runnel.journal;

import io.runnel.log.EntityRow;
import io.runnel.log.EntryLog;
import io.runnel.log.LogEntry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the journal has accepted for one persistence id, which runs ahead of what is durable. Belongs to the journal
 * actor's thread.
 */
final class Entity {
    private final EntityAddress address;
    private final List<Runnable> whenSettled = new ArrayList<>(0);
    private Tail tail = Tail.NONE; // means something while entries are in flight
    private int inFlight;

    /** Where the next entry goes. */
    record Tail(int generation, long revision, long nextSeq, long floor) {
        static final Tail NONE = new Tail(0, 0, 0, 0);

        static Tail of(@Nullable EntityRow row) {
            return row == null ? NONE : new Tail(row.generation(), row.revision(), row.nextSeq(), row.floor());
        }
    }

    Entity(EntityAddress address) {
        this.address = address;
    }

    EntityAddress address() {
        return address;
    }

    /** The end of everything accepted, durable or not. Its shard must have been claimed. */
    Tail tail(EntryLog log) {
        return inFlight > 0 ? tail : Tail.of(log.row(address.key()));
    }

    void accepted(LogEntry entry) {
        inFlight++;
        tail = new Tail(entry.generation(), entry.revision(), entry.nextSeq(), entry.floor());
    }

    /** The fate of one accepted entry is known. */
    void settled() {
        inFlight--;
        if (inFlight == 0 && !whenSettled.isEmpty()) {
            List<Runnable> actions = List.copyOf(whenSettled);
            whenSettled.clear();
            actions.forEach(Runnable::run);
        }
    }

    /** Runs at once if nothing is in flight, otherwise as soon as that is so. */
    void whenSettled(Runnable action) {
        if (inFlight == 0) {
            action.run();
        } else {
            whenSettled.add(action);
        }
    }

    boolean idle() {
        return inFlight == 0;
    }
}
