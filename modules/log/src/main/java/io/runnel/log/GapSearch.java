package io.runnel.log;

import io.runnel.objectstore.ObjectStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;

/**
 * Finds the end of a log: the first slot that is missing, or holds a SEAL. Many slots are looked at together, so that a
 * log of a million objects takes a handful of round trips.
 *
 * <p>A slot that exists, and was not collected, says that all those further below it than {@code reach} exist, too: a writer has only so many under
 * way, and a SEAL is put only so far ahead.
 */
final class GapSearch {
    private static final int PROBES = 24;

    private final ObjectStore store;
    private final Loop loop;
    private final Patience patience;
    private final Id log;
    private final long collectedThrough; // what is there or not up to here means nothing
    private final int reach;

    /**
     * @param slot the first that is missing or holds a SEAL
     * @param sealed whether it holds one
     */
    record End(long slot, boolean sealed) {}

    GapSearch(ObjectStore store, Loop loop, Patience patience, LogDescriptor log, int reach) {
        this.store = store;
        this.loop = loop;
        this.patience = patience;
        this.log = log.log();
        this.collectedThrough = log.collectedThrough();
        this.reach = reach;
    }

    /** @param known a slot below which, and at which, everything exists or has been collected */
    CompletableFuture<End> from(long known) {
        long[] doubling =
                LongStream.range(0, PROBES).map(i -> known + (1L << i)).toArray();
        return probe(doubling)
                .thenComposeAsync(
                        exist -> {
                            int missing = exist.indexOf(false);
                            if (missing < 0) {
                                return from(doubling[PROBES - 1] - reach);
                            }
                            return between(lowest(known, doubling, exist), doubling[missing]);
                        },
                        loop);
    }

    /** Everything up to {@code low} exists; {@code high} does not. */
    private CompletableFuture<End> between(long low, long high) {
        if (high - low <= 2L * reach + PROBES) {
            return scan(low, high);
        }
        long step = (high - low) / (PROBES + 1);
        long[] even = LongStream.rangeClosed(1, PROBES).map(i -> low + i * step).toArray();
        return probe(even)
                .thenComposeAsync(
                        exist -> {
                            int missing = exist.indexOf(false);
                            return between(lowest(low, even, exist), missing < 0 ? high : even[missing]);
                        },
                        loop);
    }

    private long lowest(long known, long[] probed, List<Boolean> exist) {
        int last = exist.lastIndexOf(true);
        return last < 0 ? known : Math.max(known, probed[last] - reach);
    }

    private CompletableFuture<List<Boolean>> probe(long[] slots) {
        return Parallel.map(
                LongStream.of(slots).boxed().toList(),
                PROBES,
                loop,
                slot -> patience.ask(() -> store.get(ObjectKeys.slot(log, slot), 0, 0))
                        .thenApply(Optional::isPresent));
    }

    /** Looks into every slot, and so far back that no SEAL is overlooked. */
    private CompletableFuture<End> scan(long low, long high) {
        long first = Math.max(collectedThrough + 1, low - reach);
        List<Long> slots = LongStream.range(first, high).boxed().toList();
        return Parallel.map(slots, PROBES, loop, this::kind).thenApply(kinds -> {
            for (int i = 0; i < kinds.size(); i++) {
                if (kinds.get(i) != WalFooter.DATA) {
                    return new End(first + i, kinds.get(i) == WalFooter.SEAL);
                }
            }
            return new End(high, false);
        });
    }

    private CompletableFuture<Integer> kind(long slot) {
        String key = ObjectKeys.slot(log, slot);
        return patience.ask(() -> store.get(key, -WalFooter.SIZE, WalFooter.SIZE))
                .thenApply(found -> found.map(object -> WalFooter.decode(object.bytes(), object.size(), key)
                                .kind())
                        .orElse(0));
    }
}
