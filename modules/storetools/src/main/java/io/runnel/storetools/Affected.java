package io.runnel.storetools;

/**
 * Records that something is wrong with.
 *
 * @param key of the stream, or other entity
 * @param fromSeq the first of them
 * @param untilSeq one past the last of them
 */
record Affected(Id key, int generation, long fromSeq, long untilSeq) {
    /** Both as one, if nothing is between them. */
    boolean isContinuedBy(Affected next) {
        return key.equals(next.key) && generation == next.generation && untilSeq == next.fromSeq;
    }

    Affected with(Affected next) {
        return new Affected(key, generation, fromSeq, next.untilSeq);
    }
}
