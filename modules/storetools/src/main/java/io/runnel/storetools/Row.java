package io.runnel.storetools;

/**
 * What some entries leave of their entity. Rows of any entries, joined in any order, are that of all of them.
 *
 * @param lastTimestamp of the last entry that held positions in this generation, 0 if none did
 */
record Row(int generation, long revision, long nextSeq, long floor, long lastTimestamp) {

    static Row of(StoredEntry entry) {
        return new Row(
                entry.generation(),
                entry.revision(),
                entry.nextSeq(),
                entry.floor(),
                entry.holdsPositions() ? entry.lastTimestamp() : 0);
    }

    static Row read(FormatReader in) {
        Row row = new Row(in.natural(), in.varint(), in.varint(), in.varint(), in.varint());
        int state = in.natural() - 1;
        if (state >= 0) {
            in.varint(); // the revision that gave it
            in.skip(state);
        }
        return row;
    }

    Row join(Row other) {
        if (other.isAfter(this)) {
            return other.join(this);
        }
        long timestamp = other.generation == generation && Long.compareUnsigned(other.lastTimestamp, lastTimestamp) > 0
                ? other.lastTimestamp
                : lastTimestamp;
        return new Row(generation, revision, nextSeq, floor, timestamp);
    }

    private boolean isAfter(Row other) {
        if (generation != other.generation) {
            return generation > other.generation;
        }
        if (revision != other.revision) {
            return revision > other.revision;
        }
        return Long.compareUnsigned(floor, other.floor) > 0;
    }
}
