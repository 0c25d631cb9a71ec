package io.runnel.log;

/**
 * What is looked for in an index: the entries of an entity's generation with positions in {@code [from, until)} whose last
 * timestamp is not below {@code timestamp}, expired ones at the beginning left out, as long as their payloads together stay
 * within {@code maxBytes}; the first is always there. All numbers but the last are unsigned.
 */
record RefQuery(EntityKey key, int generation, long from, long until, long timestamp, int maxBytes, long nowMillis) {
    RefQuery from(long later) {
        return new RefQuery(key, generation, later, until, timestamp, maxBytes, nowMillis);
    }

    RefQuery until(long earlier) {
        return new RefQuery(key, generation, from, earlier, timestamp, maxBytes, nowMillis);
    }
}
