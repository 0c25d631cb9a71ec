package io.runnel.sdk;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Gives one subscriber the batches of a session, one at a time and as many as it asks for. */
final class BatchSubscription implements Flow.Subscription {
    private final ReadSession session;
    private final Flow.Subscriber<? super ReadBatch> subscriber;
    private final AtomicLong wanted = new AtomicLong();
    /** More than 0 while somebody is at work; who comes meanwhile leaves his work to him. */
    private final AtomicInteger work = new AtomicInteger();

    private volatile boolean over;
    private volatile boolean misused;
    private volatile @Nullable CompletableFuture<Optional<ReadBatch>> arrived;
    private boolean asking;

    BatchSubscription(ReadSession session, Flow.Subscriber<? super ReadBatch> subscriber) {
        this.session = session;
        this.subscriber = subscriber;
    }

    void start() {
        subscriber.onSubscribe(this);
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
        over = true;
        session.close();
    }

    private void pump() {
        if (work.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            step();
            seen = work.addAndGet(-seen);
        } while (seen != 0);
    }

    private void step() {
        if (misused && !over) {
            cancel();
            subscriber.onError(new IllegalArgumentException("a subscriber asks for 1 batch or more"));
        }
        CompletableFuture<Optional<ReadBatch>> late = arrived;
        if (late != null) {
            arrived = null;
            asking = false;
            deliver(late);
        }
        while (!over && !asking && wanted.get() > 0) {
            CompletableFuture<Optional<ReadBatch>> next = session.nextAsync();
            if (next.isDone()) {
                deliver(next);
            } else {
                asking = true;
                var unused = next.whenComplete((batch, failure) -> {
                    arrived = next;
                    pump();
                });
            }
        }
    }

    private void deliver(CompletableFuture<Optional<ReadBatch>> done) {
        if (over) {
            return;
        }
        var unused = done.whenComplete((batch, failure) -> {
            if (failure != null) {
                over = true;
                subscriber.onError(Await.failure(failure));
            } else if (batch.isEmpty()) {
                over = true;
                subscriber.onComplete();
            } else {
                wanted.updateAndGet(have -> have == Long.MAX_VALUE ? have : have - 1);
                subscriber.onNext(batch.get());
            }
        });
    }
}
