package io.runnel.log;

/**
 * What is fixed when an installation's store is first used.
 *
 * @param id found in every object of its logs
 * @param shards into which entities of each kind are spread
 */
record ClusterObject(Id id, int shards) {
    private static final int KIND = 0x524E434C; // RNCL
    private static final int VERSION = 1;

    byte[] encode() {
        return SmallObject.end(SmallObject.begin(KIND, VERSION).id(id).i32(shards));
    }

    static ClusterObject decode(byte[] bytes, String object) {
        FormatReader in = SmallObject.open(KIND, VERSION, bytes, object);
        ClusterObject cluster = new ClusterObject(in.id(), in.i32());
        in.end();
        if (cluster.shards < 1) {
            throw in.corrupt("says that there are " + cluster.shards + " shards");
        }
        return cluster;
    }
}
