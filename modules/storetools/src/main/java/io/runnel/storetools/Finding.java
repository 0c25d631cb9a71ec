package io.runnel.storetools;

import java.util.ArrayList;
import java.util.List;

/**
 * What is not as it should be.
 *
 * @param object the key of the object concerned
 * @param meaning what it means for records, for people
 * @param affected some of the records concerned
 * @param moreAffected how many further ranges of records there are
 */
record Finding(
        Level level,
        String object,
        String expected,
        String found,
        String meaning,
        List<Affected> affected,
        long moreAffected) {

    enum Level {
        /** The store is not what was written to it. */
        DAMAGE,
        /** May be so, and may be meant so. */
        NOTE
    }

    static Finding damage(String object, String expected, String found, String meaning) {
        return new Finding(Level.DAMAGE, object, expected, found, meaning, List.of(), 0);
    }

    static Finding damage(String object, DamagedException damage, String meaning) {
        return damage(object, damage.expected(), damage.found(), meaning);
    }

    static Finding missing(String object, String expected, String meaning) {
        return damage(object, expected, "no such object", meaning);
    }

    static Finding note(String object, String expected, String found, String meaning) {
        return new Finding(Level.NOTE, object, expected, found, meaning, List.of(), 0);
    }

    Finding affecting(Ranges ranges) {
        return new Finding(level, object, expected, found, meaning, ranges.some(), ranges.more());
    }

    /** Whether it is the same as one of another time. */
    boolean isSame(Finding other) {
        return level == other.level
                && object.equals(other.object)
                && expected.equals(other.expected)
                && found.equals(other.found);
    }

    /** Whether another attempt has found the same, though what surrounds it may lie elsewhere by now. */
    boolean isConfirmedBy(Finding other) {
        return isSame(other)
                || (level == other.level
                        && !affected.isEmpty()
                        && affected.equals(other.affected)
                        && meaning.equals(other.meaning));
    }

    /** Gathers records, in order; as many as are of use to people. */
    static final class Ranges {
        private static final int MOST = 50;

        private final List<Affected> some = new ArrayList<>();
        private long more;

        void add(Affected next) {
            int last = some.size() - 1;
            if (last >= 0 && some.get(last).isContinuedBy(next)) {
                some.set(last, some.get(last).with(next));
            } else if (some.size() < MOST) {
                some.add(next);
            } else {
                more++;
            }
        }

        List<Affected> some() {
            return List.copyOf(some);
        }

        long more() {
            return more;
        }
    }
}
