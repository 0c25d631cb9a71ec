package io.runnel.storetools;

import java.util.Arrays;

/** Remembers what it has seen by 64 bits each: sixteen bytes or so for one of many millions of objects. */
final class LongSet {
    private static final int SMALLEST = 1024;

    private long[] table = new long[SMALLEST];
    private int size;
    private boolean hasZero;

    static long hash(String key) {
        long hash = 0;
        for (int i = 0; i < key.length(); i++) {
            hash = SetSum.mix(hash ^ key.charAt(i));
        }
        return hash;
    }

    void add(String key) {
        add(hash(key));
    }

    boolean contains(String key) {
        long value = hash(key);
        return value == 0 ? hasZero : table[slot(value)] == value;
    }

    private void add(long value) {
        if (value == 0) {
            hasZero = true;
            return;
        }
        int at = slot(value);
        if (table[at] == 0) {
            table[at] = value;
            if (++size > table.length / 2) {
                long[] before = table;
                table = new long[before.length * 2];
                Arrays.stream(before).filter(old -> old != 0).forEach(old -> table[slot(old)] = old);
            }
        }
    }

    private int slot(long value) {
        int at = (int) value & table.length - 1;
        while (table[at] != 0 && table[at] != value) {
            at = at + 1 & table.length - 1;
        }
        return at;
    }
}
