package io.runnel.log;

import org.jspecify.annotations.Nullable;

/**
 * One entity: its row, and where its youngest entries lie, oldest first; index runs know of older ones. Written by the
 * loop, read by any thread.
 */
final class EntityHistory {
    private static final EntryRef[] NONE = new EntryRef[0];
    private static final int FIRST_CAPACITY = 4;

    private final String shard;
    private volatile @Nullable EntityRow row; // null until the first entry
    private EntryRef[] refs = NONE; // from head on, and around the end; a power of two of them
    private int head;
    private int size;
    private int inherited; // of them, the oldest: others, in index runs, may lie between and after these
    private int endedIn; // the sweep before which the entity ended, if it has

    /**
     * @param complete whether index runs know of nothing else that was asked for
     * @param until up to where they may, if so
     */
    record Recent(FoundRefs found, boolean complete, long until) {}

    EntityHistory(String shard) {
        this.shard = shard;
    }

    String shard() {
        return shard;
    }

    @Nullable
    EntityRow row() {
        return row;
    }

    /** What earlier logs leave behind; before any {@link #add}. */
    void begin(EntityRow rowBefore, int sweep) {
        endedIn = sweep;
        row = rowBefore;
    }

    void add(EntityRow newRow, EntryRef ref, int sweep) {
        if (ref.holdsPositions()) {
            synchronized (this) {
                push(ref);
            }
        }
        endedIn = sweep;
        row = newRow; // last: who knows the row finds the entry
    }

    /** The row, if the entity has ended before a sweep; who still acts on what it knew of it has done so by then. */
    @Nullable
    EntityRow endedBefore(int sweep) {
        EntityRow last = row;
        return last != null && last.hasEnded() && endedIn < sweep ? last : null;
    }

    /** An entry of an earlier log; before any {@link #add}. */
    void inherit(EntryRef ref) {
        if (ref.holdsPositions()) {
            synchronized (this) {
                push(ref);
                inherited++;
            }
        }
    }

    /** An index run tells of the entry, from now on. */
    synchronized void forget(EntryRef ref) {
        int index = 0;
        while (index < size && at(index) != ref) {
            index++; // entries of earlier logs may be before it
        }
        if (index == size) {
            return; // it holds no positions
        }
        for (int i = index; i > 0; i--) {
            set(i, at(i - 1));
        }
        removeFirst();
    }

    /** Index runs tell of all entries of an earlier log, from now on. */
    synchronized void forgetAll(Id log) {
        int left = 0;
        for (int i = 0; i < size; i++) {
            EntryRef ref = at(i);
            if (!ref.log.equals(log)) {
                set(left++, ref);
            }
        }
        for (int i = left; i < size; i++) {
            refs[(head + i) & (refs.length - 1)] = null;
        }
        inherited -= size - left;
        size = left;
        shrink();
    }

    synchronized Recent find(RefQuery query) {
        FoundRefs found = new FoundRefs(query);
        for (int i = firstAt(query.generation(), query.from(), query.timestamp()); i < size; i++) {
            if (at(i).generation != query.generation() || !found.offer(at(i))) {
                break;
            }
        }
        int oldest = Math.max(inherited, firstAt(query.generation(), 0, 0));
        if (oldest == size || at(oldest).generation != query.generation()) {
            return new Recent(found, false, query.until());
        }
        long first = at(oldest).firstSeq;
        return new Recent(found, Long.compareUnsigned(first, query.from()) <= 0, first);
    }

    /** All bounds only grow from entry to entry. */
    private int firstAt(int generation, long from, long timestamp) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            EntryRef ref = at(middle);
            boolean before = ref.generation < generation
                    || (ref.generation == generation
                            && (Long.compareUnsigned(ref.nextSeq, from) <= 0
                                    || Long.compareUnsigned(ref.lastTimestamp, timestamp) < 0));
            if (before) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private EntryRef at(int index) {
        return refs[(head + index) & (refs.length - 1)];
    }

    private void set(int index, EntryRef ref) {
        refs[(head + index) & (refs.length - 1)] = ref;
    }

    private void push(EntryRef ref) {
        if (size == refs.length) {
            resize(Math.max(FIRST_CAPACITY, 2 * size));
        }
        set(size++, ref);
    }

    private void removeFirst() {
        refs[head] = null;
        head = (head + 1) & (refs.length - 1);
        size--;
        shrink();
    }

    /** Most entities are idle most of the time. */
    private void shrink() {
        if (size == 0) {
            refs = NONE;
            head = 0;
        } else if (size * 4 < refs.length && refs.length > FIRST_CAPACITY) {
            resize(refs.length / 2);
        }
    }

    private void resize(int capacity) {
        EntryRef[] resized = new EntryRef[capacity];
        for (int i = 0; i < size; i++) {
            resized[i] = at(i);
        }
        refs = resized;
        head = 0;
    }
}
