package io.runnel.storetools;

/**
 * Something wrong in an object.
 *
 * @param from the first byte concerned
 * @param until the first byte after
 */
record Problem(long from, long until, String expected, String found) {
    /** Of all bytes. */
    static Problem ofAll(DamagedException damage) {
        return new Problem(0, Long.MAX_VALUE, damage.expected(), damage.found());
    }

    boolean touches(long begin, long end) {
        return from < end && begin < until;
    }
}
