package io.runnel.log;

/**
 * Names an object that holds entries.
 *
 * @param log whose node wrote it
 * @param number of the slot; negative: of the segment
 */
record Place(Id log, long number) {
    static Place of(EntryRef ref) {
        return new Place(ref.log, ref.place);
    }

    boolean isSegment() {
        return number < 0;
    }

    String key() {
        return isSegment() ? ObjectKeys.segment(log, -number) : ObjectKeys.slot(log, number);
    }
}
