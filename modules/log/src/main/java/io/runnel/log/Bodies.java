package io.runnel.log;

import io.runnel.objectstore.ObjectStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Gets the bytes of entries, of many entities, with few requests. */
final class Bodies {
    private static final int REQUESTS_AT_A_TIME = 8;
    private static final byte[] NONE = new byte[0];

    private final ObjectStore store;
    private final Loop loop;
    private final Patience patience;
    private final Executor background;
    private final int coalesceBytes;

    /** An entry, and where its bytes are once they have been fetched. */
    static final class Body {
        final EntityKey key;
        final EntryRef ref;
        final @Nullable LogEntry held; // in memory, so that it need not be fetched
        byte[] bytes = NONE;
        int at;

        Body(EntityKey key, EntryRef ref, @Nullable LogEntry held) {
            this.key = key;
            this.ref = ref;
            this.held = held;
        }
    }

    /** Neighbours in one object. */
    private record Span(List<Body> bodies, int offset, int length) {}

    Bodies(ObjectStore store, Loop loop, Patience patience, Executor background, int coalesceBytes) {
        this.store = store;
        this.loop = loop;
        this.patience = patience;
        this.background = background;
        this.coalesceBytes = coalesceBytes;
    }

    /** Fills in where the bytes of all are, and verifies them. Completes in the background. */
    CompletableFuture<Void> fetch(List<Body> bodies) {
        return Parallel.map(spans(bodies), REQUESTS_AT_A_TIME, loop, this::fetch)
                .thenAcceptAsync(done -> {}, background);
    }

    private CompletableFuture<Void> fetch(Span span) {
        String object = Place.of(span.bodies.get(0).ref).key();
        return patience.ask(() -> store.get(object, span.offset, span.length))
                .thenAcceptAsync(
                        found -> {
                            byte[] bytes = found.orElseThrow(() -> CorruptLogException.missing(object))
                                    .bytes();
                            for (Body body : span.bodies) {
                                body.bytes = bytes;
                                body.at = body.ref.offset - span.offset;
                                WalEntry.verify(bytes, body.at, body.ref, body.key, object);
                            }
                        },
                        background);
    }

    private List<Span> spans(List<Body> bodies) {
        List<Body> sorted = new ArrayList<>(bodies);
        sorted.sort(Comparator.comparingLong((Body body) -> body.ref.log.high())
                .thenComparingLong(body -> body.ref.log.low())
                .thenComparingLong(body -> body.ref.place)
                .thenComparingInt(body -> body.ref.offset));
        List<Span> spans = new ArrayList<>();
        int first = 0;
        for (int next = 1; next <= sorted.size(); next++) {
            if (next == sorted.size() || !sorted.get(next - 1).ref.isNear(sorted.get(next).ref, coalesceBytes)) {
                int offset = sorted.get(first).ref.offset;
                EntryRef last = sorted.get(next - 1).ref;
                spans.add(new Span(sorted.subList(first, next), offset, last.offset + last.length() - offset));
                first = next;
            }
        }
        return spans;
    }
}
