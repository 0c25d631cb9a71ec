package io.runnel.sdk;

import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts a session between a publisher of what is to be appended and a subscriber to the acknowledgements, who comes first: until
 * then nothing is asked for. Whatever is signalled is worked off by one thread at a time.
 *
 * @param <I> what is appended
 * @param <A> its acknowledgement
 */
final class AppendProcessor<I, A> implements Flow.Processor<I, A>, Flow.Subscription {
    /** The most that is taken and whose acknowledgement has not been handed on. */
    static final int MAX_TAKEN = 8192;

    /** What the session says to something it was handed. */
    record Taken<A>(CompletableFuture<Void> accepted, CompletableFuture<A> acknowledged) {}

    private final Function<I, Taken<A>> submit;
    private final Supplier<CompletableFuture<Void>> close;
    private final CompletableFuture<Void> ended;
    private final Runnable abort;

    private final AtomicReference<Flow.@Nullable Subscription> upstream = new AtomicReference<>();
    private final AtomicBoolean subscribed = new AtomicBoolean();
    private final Queue<CompletableFuture<A>> taken = new ConcurrentLinkedQueue<>();
    private final AtomicInteger takenCount = new AtomicInteger();
    private final AtomicLong wanted = new AtomicLong();
    /** More than 0 while somebody is at work; who comes meanwhile leaves his work to him. */
    private final AtomicInteger work = new AtomicInteger();

    /** Null before the subscriber knows of its subscription, and when nothing is to be signalled any more. */
    private volatile Flow.@Nullable Subscriber<? super A> downstream;

    private volatile boolean asked;
    private volatile boolean completed;
    private volatile boolean cancelled;
    private volatile @Nullable Throwable broken;
    /** Upstream says nothing more, or is not listened to. */
    private volatile boolean cutOff;
    /** Only for whoever is at work. */
    private boolean over;

    AppendProcessor(
            Function<I, Taken<A>> submit,
            Supplier<CompletableFuture<Void>> close,
            CompletableFuture<Void> ended,
            Runnable abort) {
        this.submit = submit;
        this.close = close;
        this.ended = ended;
        this.abort = abort;
        pumpAfter(ended);
    }

    static AppendProcessor<AppendInput, AppendAck> over(AppendSession session) {
        return new AppendProcessor<>(
                input -> {
                    AppendTicket ticket = session.submitAsync(input);
                    return new Taken<>(ticket.accepted(), ticket.acknowledged());
                },
                session::closeAsync,
                session.ended(),
                session::abort);
    }

    static AppendProcessor<AppendRecord, RecordAck> over(Producer producer) {
        return new AppendProcessor<>(
                record -> {
                    ProducerTicket ticket = producer.submitAsync(record);
                    return new Taken<>(ticket.accepted(), ticket.acknowledged());
                },
                producer::closeAsync,
                producer.ended(),
                producer::abort);
    }

    /** The same with nobody to take the acknowledgements. */
    Flow.Subscriber<I> withoutAcks() {
        subscribe(new Unheard<>());
        return this;
    }

    private void pumpAfter(CompletableFuture<?> future) {
        var unused = future.whenComplete((done, failure) -> pump());
    }

    @Override
    public void subscribe(Flow.Subscriber<? super A> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        if (!subscribed.compareAndSet(false, true)) {
            subscriber.onSubscribe(new Refused());
            subscriber.onError(new IllegalStateException("acknowledgements go to one subscriber"));
            return;
        }
        subscriber.onSubscribe(this);
        downstream = subscriber;
        pump();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        Objects.requireNonNull(subscription, "subscription");
        if (upstream.compareAndSet(null, subscription)) {
            pump();
        } else {
            subscription.cancel();
        }
    }

    @Override
    public void onNext(I item) {
        Objects.requireNonNull(item, "item");
        Taken<A> answer;
        try {
            answer = submit.apply(item);
        } catch (IllegalArgumentException e) {
            breakWith(e);
            return;
        }
        taken.add(answer.acknowledged);
        takenCount.incrementAndGet();
        pumpAfter(answer.acknowledged);
        var unused = answer.accepted.whenComplete((done, failure) -> {
            asked = false;
            pump();
        });
    }

    @Override
    public void onError(Throwable failure) {
        Objects.requireNonNull(failure, "failure");
        cutOff = true;
        breakWith(failure);
    }

    @Override
    public void onComplete() {
        cutOff = true;
        completed = true;
        pumpAfter(close.get());
        pump();
    }

    @Override
    public void request(long count) {
        if (count <= 0) {
            breakWith(new IllegalArgumentException("a subscriber asks for 1 acknowledgement or more, got " + count));
        } else {
            wanted.accumulateAndGet(count, (have, more) -> have + more < 0 ? Long.MAX_VALUE : have + more);
            pump();
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        pump();
    }

    private void breakWith(Throwable why) {
        broken = why;
        pump();
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
        if (cancelled && !over) {
            stop();
        }
        if (over) {
            cutOff();
            return;
        }
        Flow.Subscriber<? super A> to = downstream;
        if (to == null) {
            return;
        }
        Throwable why = broken;
        if (why != null) {
            fail(to, why);
            return;
        }
        handOn(to);
        if (over || cancelled) {
            return; // the latter is seen by the next step
        }
        if (taken.isEmpty() && ended.isDone()) {
            finish(to);
        } else {
            ask();
        }
    }

    private void handOn(Flow.Subscriber<? super A> to) {
        for (CompletableFuture<A> next = taken.peek(); next != null && next.isDone(); next = taken.peek()) {
            Throwable why = failureOf(next);
            if (why != null) {
                fail(to, why);
                return;
            }
            if (cancelled || wanted.get() == 0) {
                return;
            }
            taken.remove();
            takenCount.decrementAndGet();
            wanted.updateAndGet(have -> have == Long.MAX_VALUE ? have : have - 1);
            try {
                to.onNext(next.join());
            } catch (RuntimeException | Error e) {
                stop();
                throw e;
            }
        }
    }

    private void finish(Flow.Subscriber<? super A> to) {
        Throwable why = failureOf(ended);
        if (why != null) {
            fail(to, why);
        } else if (completed) {
            stop();
            to.onComplete();
        } else {
            fail(to, new SessionClosedException("the session was closed before everything was handed over"));
        }
    }

    private void ask() {
        Flow.Subscription from = upstream.get();
        if (from != null && !asked && !cutOff && !ended.isDone() && takenCount.get() < MAX_TAKEN) {
            asked = true;
            from.request(1);
        }
    }

    private void fail(Flow.Subscriber<? super A> to, Throwable why) {
        stop();
        to.onError(why);
    }

    /** Nothing is signalled after this but, perhaps, how it came to an end. */
    private void stop() {
        over = true;
        downstream = null;
        taken.clear();
        cutOff();
        if (!ended.isDone()) {
            abort.run();
        }
    }

    private void cutOff() {
        Flow.Subscription from = upstream.get();
        if (from != null && !cutOff) {
            cutOff = true;
            from.cancel();
        }
    }

    private static @Nullable Throwable failureOf(CompletableFuture<?> done) {
        if (!done.isCompletedExceptionally()) {
            return null;
        }
        return done.handle((value, failure) -> Await.failure(failure)).join();
    }

    /** Of a subscriber that is not wanted. */
    private static final class Refused implements Flow.Subscription {
        @Override
        public void request(long count) {}

        @Override
        public void cancel() {}
    }

    /** Takes what nobody wants to know. What it came to, the session itself says. */
    private static final class Unheard<A> implements Flow.Subscriber<A> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(A acknowledgement) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }
}
