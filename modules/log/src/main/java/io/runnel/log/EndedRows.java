package io.runnel.log;

import java.util.Map;
import java.util.Set;

/**
 * Rows that an index run need not have any more, as their entities have ended.
 *
 * @param leftOut whose rows these are
 * @param forgotten those of them that nothing else tells of, and their rows
 */
record EndedRows(Set<EntityKey> leftOut, Map<EntityKey, EntityRow> forgotten) {
    static final EndedRows NONE = new EndedRows(Set.of(), Map.of());
}
