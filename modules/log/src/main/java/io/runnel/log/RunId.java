package io.runnel.log;

/**
 * Names an index run.
 *
 * @param log whose node wrote it, though it may tell of other logs
 * @param number counts the runs that log's node wrote, from 1
 * @param level how many times its entries have been merged
 * @param bytes of the object
 */
record RunId(Id log, long number, int level, int bytes) {
    static final int ENCODED = 16 + 8 + 4 + 4;

    String key() {
        return ObjectKeys.run(log, number);
    }

    void encode(FormatWriter out) {
        out.id(log).i64(number).i32(level).i32(bytes);
    }

    static RunId decode(FormatReader in) {
        return new RunId(in.id(), in.i64(), in.i32(), in.i32());
    }
}
