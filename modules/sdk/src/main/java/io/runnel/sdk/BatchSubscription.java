package io.runnel.sdk;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives one subscriber the batches of a session, one at a time and as many as it asks for. How the session has ended it says
 * when the last batch is taken, whether or not more were asked for.
 *
 * @param <B> a batch
 */
final class BatchSubscription<B> implements Flow.Subscription {
    private final Supplier<CompletableFuture<Optional<B>>> next;
    private final CompletableFuture<Void> drained;
    private final Runnable close;
    private final AtomicLong wanted = new AtomicLong();
    /** More than 0 while somebody is at work; who comes meanwhile leaves his work to him. */
    private final AtomicInteger work = new AtomicInteger();

    /** Null when nothing is to be signalled any more. */
    private volatile Flow.@Nullable Subscriber<? super B> subscriber;

    private volatile boolean misused;
    private volatile @Nullable CompletableFuture<Optional<B>> arrived;
    /** Only for whoever is at work. */
    private boolean asking;

    /** @param drained completes when the session has ended and nothing of it is left to be taken */
    BatchSubscription(Supplier<CompletableFuture<Optional<B>>> next, CompletableFuture<Void> drained, Runnable close) {
        this.next = next;
        this.drained = drained;
        this.close = close;
    }

    static BatchSubscription<ReadBatch> of(ReadSession session) {
        return new BatchSubscription<>(session::nextAsync, session.drained(), session::close);
    }

    void start(Flow.Subscriber<? super B> given) {
        Objects.requireNonNull(given, "subscriber");
        work.incrementAndGet(); // nothing is signalled while it hears of its subscription
        subscriber = given;
        given.onSubscribe(this);
        var unused = drained.whenComplete((done, failure) -> pump());
        work();
    }

    @Override
    public void request(long count) {
        if (count <= 0) {
            misused = true;
        } else {
            wanted.accumulateAndGet(count, (have, more) -> have + more < 0 ? Long.MAX_VALUE : have + more);
        }
        pump();
    }

    @Override
    public void cancel() {
        subscriber = null;
        close.run();
    }

    private void pump() {
        if (work.getAndIncrement() == 0) {
            work();
        }
    }

    private void work() {
        int seen = 1;
        do {
            step();
            seen = work.addAndGet(-seen);
        } while (seen != 0);
    }

    private void step() {
        if (misused) {
            fail(new IllegalArgumentException("a subscriber asks for 1 batch or more"));
        }
        CompletableFuture<Optional<B>> late = arrived;
        if (late != null) {
            arrived = null;
            asking = false;
            deliver(late);
        }
        while (subscriber != null && !asking && wanted.get() > 0) {
            CompletableFuture<Optional<B>> coming = next.get();
            if (coming.isDone()) {
                deliver(coming);
            } else {
                asking = true;
                var unused = coming.whenComplete((batch, failure) -> {
                    arrived = coming;
                    pump();
                });
            }
        }
        if (!asking && drained.isDone()) {
            end(drained);
        }
    }

    private void deliver(CompletableFuture<Optional<B>> done) {
        Flow.Subscriber<? super B> to = subscriber;
        if (to == null) {
            return;
        }
        B batch = done.isCompletedExceptionally() ? null : done.join().orElse(null);
        if (batch == null) {
            end(done);
            return;
        }
        wanted.updateAndGet(have -> have == Long.MAX_VALUE ? have : have - 1);
        try {
            to.onNext(batch);
        } catch (RuntimeException | Error e) {
            cancel();
            throw e;
        }
    }

    private void end(CompletableFuture<?> how) {
        if (how.isCompletedExceptionally()) {
            fail(how.handle((value, failure) -> Await.failure(failure)).join());
            return;
        }
        Flow.Subscriber<? super B> to = subscriber;
        if (to != null) {
            subscriber = null;
            to.onComplete();
        }
    }

    private void fail(Throwable why) {
        Flow.Subscriber<? super B> to = subscriber;
        if (to != null) {
            cancel();
            to.onError(why);
        }
    }
}
