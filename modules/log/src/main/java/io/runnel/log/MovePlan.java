package io.runnel.log;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the entries of index runs that are merged: some are dead and left out; some stay where they are; and
 * some move to segments, sorted, because they lie scattered, or because little else is left of the object that holds them.
 */
final class MovePlan {
    private final BitSet movedEntities = new BitSet(); // by their number in the order of the runs
    private final Set<Place> emptied = new HashSet<>();
    private final List<EntityKey> expiring = new ArrayList<>();
    private long liveBytes;
    private long deadBytes;

    private MovePlan() {}

    /**
     * @param settings an entity's entries stay if they lie in pieces large enough on average
     * @param sizes of the objects, as far as they are known
     * @param nowMillis entries that expired before may be dead
     */
    static MovePlan of(
            List<LoadedRun> runs,
            Liveness liveness,
            LogSettings.Compaction settings,
            Map<Place, Integer> sizes,
            long nowMillis) {
        MovePlan plan = new MovePlan();
        new Reckoning(plan, liveness, settings, sizes, nowMillis).over(new MergedScan(runs));
        return plan;
    }

    /** Whether a live entry moves. */
    boolean moves(int entity, Place place) {
        return movedEntities.get(entity) || emptied.contains(place);
    }

    /** Entities with live entries that have expired. */
    List<EntityKey> expiring() {
        return expiring;
    }

    long liveBytes() {
        return liveBytes;
    }

    long deadBytes() {
        return deadBytes;
    }

    private static final class Reckoning {
        private final MovePlan plan;
        private final Liveness liveness;
        private final LogSettings.Compaction settings;
        private final Map<Place, Integer> sizes;
        private final long nowMillis;
        private final Map<Place, Long> kept = new HashMap<>();
        private final Map<Place, Long> ofEntity = new HashMap<>();
        private int entity = -1;
        private @Nullable EntityKey key;
        private Liveness.Standing standing = Liveness.ALL;
        private @Nullable Place last;
        private long lastBytes;
        private int fragments;
        private boolean inSlots;
        private boolean expires;

        Reckoning(
                MovePlan plan,
                Liveness liveness,
                LogSettings.Compaction settings,
                Map<Place, Integer> sizes,
                long nowMillis) {
            this.plan = plan;
            this.liveness = liveness;
            this.settings = settings;
            this.sizes = sizes;
            this.nowMillis = nowMillis;
        }

        void over(MergedScan scan) {
            for (RunBlock.Cursor entry = scan.next(); entry != null; entry = scan.next()) {
                if (key == null || entry.compareKey(key) != 0) {
                    endEntity();
                    begin(entry.key());
                }
                if (standing.isDead(entry)) {
                    plan.deadBytes += entry.length();
                } else {
                    add(entry);
                }
            }
            endEntity();
            kept.forEach((place, bytes) -> {
                if (2 * bytes < sizes.getOrDefault(place, 0)) {
                    plan.emptied.add(place);
                }
            });
        }

        private void begin(EntityKey next) {
            entity++;
            key = next;
            standing = liveness.of(next);
        }

        private void add(RunBlock.Cursor entry) {
            Place before = last;
            if (before == null || !entry.isIn(before)) {
                leavePlace();
                last = entry.place();
                fragments++;
                inSlots |= !last.isSegment();
            }
            lastBytes += entry.length();
            expires |= entry.expiresAtMillis() <= nowMillis;
        }

        private void leavePlace() {
            if (last != null) {
                ofEntity.merge(last, lastBytes, Long::sum);
            }
            lastBytes = 0;
        }

        /** Slots are to be emptied; what is whole in a segment need not move, however small it is. */
        private void endEntity() {
            leavePlace();
            long bytes = ofEntity.values().stream().mapToLong(Long::longValue).sum();
            plan.liveBytes += bytes;
            boolean scattered = bytes < (long) fragments * settings.fragmentBytes();
            if ((scattered && (inSlots || fragments > 1)) || (settings.emptySlots() && inSlots)) {
                plan.movedEntities.set(entity);
            } else {
                ofEntity.forEach((place, some) -> kept.merge(place, some, Long::sum));
            }
            if (expires && key != null) {
                plan.expiring.add(key);
            }
            ofEntity.clear();
            last = null;
            fragments = 0;
            inSlots = false;
            expires = false;
        }
    }
}
