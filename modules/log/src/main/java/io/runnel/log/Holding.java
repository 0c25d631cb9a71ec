package io.runnel.log;

/**
 * What an object holds of the entries of an index run. All its entries that are still wanted are in that one run.
 *
 * @param bytes of the object
 * @param live bytes of entries that the run tells of
 */
record Holding(Place place, int bytes, int live) {
    static final int LEAST_ENCODED = 4;
}
