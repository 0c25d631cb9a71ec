package io.runnel.log;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All rows that index runs have of entities that have ended. Older rows of such an entity can be left out: without them its
 * last one says the same. The last one can if no other run has an older one, which would be believed again.
 */
final class EndedCensus {
    private static final int SHARE_OF_RUN = 4;

    private final Entities entities;
    private final int sweep;
    private final int part;
    private final int parts;
    private final Map<EntityKey, Mentions> byKey = new HashMap<>();
    private final Map<RunId, OfRun> byRun = new LinkedHashMap<>();
    private boolean someAreRecent;

    /**
     * @param sweep before which they must have ended
     * @param part of all entities, of so many parts: what is counted is in memory
     */
    EndedCensus(Entities entities, int sweep, int part, int parts) {
        this.entities = entities;
        this.sweep = sweep;
        this.part = part;
        this.parts = parts;
    }

    /** Whether some have ended too recently to be forgotten. */
    boolean someAreRecent() {
        return someAreRecent;
    }

    void count(RunId run, LoadedRun whole) {
        OfRun ofRun = new OfRun();
        byRun.put(run, ofRun);
        MergedScan.rows(List.of(whole)).values().forEach(rows -> rows.forEach((key, row) -> count(key, row, ofRun)));
    }

    private void count(EntityKey key, RowDelta told, OfRun ofRun) {
        EntityHistory history = entities.get(key);
        if (history == null || Math.floorMod(key.hashCode(), parts) != part) {
            return; // of a shard that another node may have, or for another time
        }
        ofRun.rows++;
        EntityRow last = history.endedBefore(sweep);
        if (last == null) {
            EntityRow row = history.row();
            someAreRecent |= row != null && row.hasEnded();
            return;
        }
        Mentions mentions = byKey.computeIfAbsent(key, unknown -> new Mentions(last));
        mentions.count++;
        mentions.certain &= last.equals(mentions.row) && !isNewer(told, last);
        (isLast(told, last) ? ofRun.last : ofRun.older).add(key);
    }

    private static boolean isLast(RowDelta told, EntityRow last) {
        return told.generation() == last.generation()
                && told.revision() == last.revision()
                && told.floor() == last.floor();
    }

    /** Another node has the shard now. */
    private static boolean isNewer(RowDelta told, EntityRow last) {
        return told.generation() > last.generation()
                || (told.generation() == last.generation() && told.revision() > last.revision());
    }

    /** Runs that are worth writing anew, and without which rows. On the loop, after all runs have been counted. */
    Map<RunId, EndedRows> result() {
        Map<RunId, EndedRows> result = new LinkedHashMap<>();
        byRun.forEach((run, ofRun) -> {
            EndedRows ended = ended(ofRun);
            if (!ended.leftOut().isEmpty() && ended.leftOut().size() >= ofRun.rows / SHARE_OF_RUN) {
                result.put(run, ended);
            }
        });
        return result;
    }

    private EndedRows ended(OfRun ofRun) {
        Set<EntityKey> leftOut = new HashSet<>();
        Map<EntityKey, EntityRow> forgotten = new HashMap<>();
        for (EntityKey key : ofRun.older) {
            if (certain(key) != null) {
                leftOut.add(key);
            }
        }
        for (EntityKey key : ofRun.last) {
            Mentions mentions = certain(key);
            if (mentions != null && mentions.count == 1) {
                leftOut.add(key);
                forgotten.put(key, mentions.row);
            }
        }
        return new EndedRows(leftOut, forgotten);
    }

    private @Nullable Mentions certain(EntityKey key) {
        Mentions mentions = byKey.get(key);
        EntityHistory history = entities.get(key);
        return mentions != null && mentions.certain && history != null && mentions.row.equals(history.row())
                ? mentions
                : null;
    }

    private static final class Mentions {
        final EntityRow row;
        int count;
        boolean certain = true;

        Mentions(EntityRow row) {
            this.row = row;
        }
    }

    private static final class OfRun {
        final Set<EntityKey> last = new HashSet<>();
        final Set<EntityKey> older = new HashSet<>();
        int rows;
    }
}
