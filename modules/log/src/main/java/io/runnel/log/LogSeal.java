package io.runnel.log;

import io.runnel.objectstore.ObjectStore;
import io.runnel.objectstore.ObjectStore.Condition;
import io.runnel.objectstore.ObjectStore.PutResult;
import io.runnel.objectstore.ObjectStore.StoredObject;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * Ends a log, whoever writes it, and whoever else is ending it: takes the first slot that is missing, so that its writer,
 * which acknowledges in order, acknowledges nothing beyond; then has the descriptor say so. The descriptor is the verdict.
 */
final class LogSeal {
    private final ObjectStore store;
    private final Loop loop;
    private final Patience patience;
    private final RandomGenerator random;
    private final boolean byItsNode;

    /** @param byItsNode whether the log is that of this node, which answers nothing any more */
    LogSeal(ObjectStore store, Loop loop, Patience patience, RandomGenerator random, boolean byItsNode) {
        this.byItsNode = byItsNode;
        this.store = store;
        this.loop = loop;
        this.patience = patience;
        this.random = random;
    }

    /**
     * @param known a slot up to which everything exists; 0 if nothing is known
     * @return the sealed descriptor: every slot below its end is final and exists
     */
    CompletableFuture<LogDescriptor> seal(Id log, long known) {
        String key = ObjectKeys.descriptor(log);
        return patience.ask(() -> store.get(key))
                .thenComposeAsync(
                        found -> {
                            StoredObject object = found.orElseThrow(() -> new CorruptLogException(key + " is missing"));
                            LogDescriptor descriptor = LogDescriptor.decode(object.bytes(), key);
                            return descriptor.sealed()
                                    ? CompletableFuture.completedFuture(descriptor)
                                    : new Attempt(descriptor, object.etag()).from(known);
                        },
                        loop);
    }

    private final class Attempt {
        private final LogDescriptor descriptor;
        private final String etag;
        private final int wallDistance;
        private boolean walled;

        Attempt(LogDescriptor descriptor, String etag) {
            this.descriptor = descriptor;
            this.etag = etag;
            this.wallDistance = 2 * descriptor.window();
        }

        CompletableFuture<LogDescriptor> from(long known) {
            return new GapSearch(store, loop, patience, descriptor, wallDistance + 1)
                    .from(Math.max(known, descriptor.collectedThrough()))
                    .thenComposeAsync(end -> end.sealed() ? declare(end.slot()) : take(end.slot()), loop);
        }

        private CompletableFuture<LogDescriptor> take(long slot) {
            return putSeal(slot)
                    .thenComposeAsync(
                            result -> {
                                if (result instanceof PutResult.Stored) {
                                    return declare(slot);
                                }
                                // Another sealer was faster, or the writer: then it is alive, and could be faster for
                                // ever.
                                return wall(slot + wallDistance).thenComposeAsync(ahead -> from(slot - 1), loop);
                            },
                            loop);
        }

        private CompletableFuture<Void> wall(long slot) {
            if (walled) {
                return CompletableFuture.completedFuture(null);
            }
            walled = true;
            return putSeal(slot).thenAccept(result -> {});
        }

        private CompletableFuture<PutResult> putSeal(long slot) {
            byte[] seal = WalObject.seal(
                    descriptor.cluster(), descriptor.log(), slot, Id.random(random), loop.epochMillis() * 1000);
            return patience.ask(
                    () -> store.put(ObjectKeys.slot(descriptor.log(), slot), seal, new Condition.IfAbsent()));
        }

        private CompletableFuture<LogDescriptor> declare(long slot) {
            LogDescriptor ended = descriptor.sealedAt(slot, Id.random(random));
            LogDescriptor sealed = byItsNode ? ended.withoutLease() : ended;
            return patience.ask(() -> store.put(
                            ObjectKeys.descriptor(descriptor.log()), sealed.encode(), new Condition.IfMatch(etag)))
                    .thenComposeAsync(
                            result -> result instanceof PutResult.Stored
                                    ? CompletableFuture.completedFuture(sealed)
                                    : seal(descriptor.log(), 0),
                            loop);
        }
    }
}
