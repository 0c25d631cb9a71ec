package io.runnel.storetools;

import java.util.List;
import java.util.Map;

/** What a check of a store has found. */
public final class VerifyReport {
    private final List<Finding> damage;
    private final List<Finding> notes;
    private final long more;
    private final long unconfirmed;
    private final Map<Id, String> names;
    private final Checked checked;
    private final Unreferenced unreferenced;

    /** How much was looked at. */
    record Checked(
            long objects,
            long bytes,
            long entries,
            long streams,
            long others,
            long logs,
            long runs,
            long snapshots,
            long millis) {}

    /**
     * Objects that nothing refers to.
     *
     * @param keys of some of them
     * @param strange keys of objects that are not Runnel's
     */
    record Unreferenced(long objects, long bytes, List<String> keys, List<String> strange) {}

    VerifyReport(
            List<Finding> damage,
            List<Finding> notes,
            long more,
            long unconfirmed,
            Map<Id, String> names,
            Checked checked,
            Unreferenced unreferenced) {
        this.damage = damage;
        this.notes = notes;
        this.more = more;
        this.unconfirmed = unconfirmed;
        this.names = names;
        this.checked = checked;
        this.unreferenced = unreferenced;
    }

    /** Whether the store is what was written to it. */
    public boolean isSound() {
        return damage.isEmpty() && more == 0;
    }

    /** Whether the store changed so fast that something doubtful could be neither confirmed nor dismissed. */
    public boolean isUncertain() {
        return unconfirmed > 0;
    }

    List<Finding> damage() {
        return damage;
    }

    List<Finding> notes() {
        return notes;
    }

    /** Findings that were not kept, as there were too many. */
    long more() {
        return more;
    }

    long unconfirmed() {
        return unconfirmed;
    }

    /** Of the streams and others that findings are about, as far as they are known. */
    Map<Id, String> names() {
        return names;
    }

    Checked checked() {
        return checked;
    }

    Unreferenced unreferenced() {
        return unreferenced;
    }
}
