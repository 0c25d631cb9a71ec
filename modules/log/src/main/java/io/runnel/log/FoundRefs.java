package io.runnel.log;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers from one source, in order, what a {@link RefQuery} asks for; several can then be merged. */
final class FoundRefs {
    private static final long NONE = -1; // the last position there could be, unsigned: where nothing begins

    private final RefQuery query;
    private final List<EntryRef> refs = new ArrayList<>();
    private long bytes;
    private long firstExpired = NONE; // of those passed over
    private long lastExpired;
    private long cutAt = NONE; // from here on the source has more

    FoundRefs(RefQuery query) {
        this.query = query;
    }

    /** @return whether to go on */
    boolean offer(EntryRef ref) {
        if (Long.compareUnsigned(ref.firstSeq, query.until()) >= 0) {
            return false;
        }
        if (refs.isEmpty() && ref.expiresAtMillis <= query.nowMillis()) {
            firstExpired = firstExpired == NONE ? ref.firstSeq : firstExpired;
            lastExpired = ref.firstSeq;
            return true;
        }
        if (!refs.isEmpty() && bytes + ref.payloadLength > query.maxBytes()) {
            cutAt = ref.firstSeq;
            return false;
        }
        bytes += ref.payloadLength;
        refs.add(ref);
        return true;
    }

    List<EntryRef> refs() {
        return refs;
    }

    /** What several sources have together, without the holes that would come of their being cut at different places. */
    static List<EntryRef> merge(RefQuery query, List<FoundRefs> sources) {
        List<EntryRef> all = new ArrayList<>();
        long until = query.until();
        for (FoundRefs source : sources) {
            all.addAll(source.refs);
            until = earlier(until, source.cutAt);
        }
        all.sort(Comparator.comparing(ref -> ref.firstSeq, Long::compareUnsigned));
        if (!all.isEmpty()) {
            EntryRef first = all.get(0);
            for (FoundRefs source : sources) {
                // Expired ones in the middle are not left out.
                if (source.firstExpired != NONE && Long.compareUnsigned(source.lastExpired, first.firstSeq) > 0) {
                    until = earlier(until, later(source.firstExpired, first.nextSeq));
                }
            }
        }
        return within(all, until, query.maxBytes());
    }

    private static List<EntryRef> within(List<EntryRef> all, long until, int maxBytes) {
        List<EntryRef> within = new ArrayList<>(all.size());
        long bytes = 0;
        EntryRef last = null;
        for (EntryRef ref : all) {
            if (last != null && Long.compareUnsigned(ref.firstSeq, last.nextSeq) < 0) {
                continue; // two sources know of it
            }
            last = ref;
            bytes += ref.payloadLength;
            boolean first = within.isEmpty();
            if (!first && (bytes > maxBytes || Long.compareUnsigned(ref.firstSeq, until) >= 0)) {
                break;
            }
            within.add(ref);
        }
        return within;
    }

    private static long later(long one, long other) {
        return Long.compareUnsigned(one, other) > 0 ? one : other;
    }

    private static long earlier(long one, long other) {
        return Long.compareUnsigned(one, other) < 0 ? one : other;
    }
}
