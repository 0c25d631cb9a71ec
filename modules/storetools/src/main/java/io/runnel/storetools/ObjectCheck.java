package io.runnel.storetools;

import io.runnel.objectstore.ObjectStore.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks one object that holds entries, whatever refers to it: all its bytes, and what its entries hold. */
final class ObjectCheck {
    private final Id cluster;
    private long objects;
    private long entries;

    /**
     * @param object empty if nothing of it can be read
     * @param problems none if it is sound
     */
    record Result(Optional<WalObject> object, List<Problem> problems) {
        int kind() {
            WalFooter footer = object.map(WalObject::footer).orElse(null);
            return footer == null ? 0 : footer.kind();
        }
    }

    ObjectCheck(Id cluster) {
        this.cluster = cluster;
    }

    long objects() {
        return objects;
    }

    long entries() {
        return entries;
    }

    /** Of one that is there, or is damaged in the eyes of the store. */
    Result check(Id log, long place, Optional<StoredObject> found, Optional<DamagedException> damage) {
        objects++;
        if (damage.isPresent()) {
            return new Result(Optional.empty(), List.of(Problem.ofAll(damage.get())));
        }
        byte[] bytes = found.orElseThrow().bytes();
        WalObject object = WalObject.read(bytes);
        List<Problem> problems = new ArrayList<>(object.problems());
        WalFooter footer = object.footer();
        if (footer != null) {
            requireIdentity(footer, log, place, problems);
        }
        for (StoredEntry entry : object.entries()) {
            try {
                Payloads.require(bytes, entry);
            } catch (DamagedException e) {
                problems.add(new Problem(
                        entry.offset(),
                        entry.offset() + entry.length(),
                        e.expected() + " in the entry at byte " + entry.offset(),
                        e.found()));
            }
        }
        entries += object.entries().size();
        return new Result(Optional.of(object), problems);
    }

    private void requireIdentity(WalFooter footer, Id log, long place, List<Problem> problems) {
        boolean kindFits = place < 0 ? footer.kind() == WalFooter.SEGMENT : footer.kind() != WalFooter.SEGMENT;
        if (!footer.cluster().equals(cluster)
                || !footer.log().equals(log)
                || footer.number() != Math.abs(place)
                || !kindFits) {
            problems.add(new Problem(
                    0,
                    Long.MAX_VALUE,
                    (place < 0 ? "segment " : "slot ") + Math.abs(place) + " of log " + log + " of installation "
                            + cluster,
                    "kind " + footer.kind() + ", number " + footer.number() + " of log " + footer.log()
                            + " of installation " + footer.cluster()));
        }
    }
}
