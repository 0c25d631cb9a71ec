package io.runnel.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The rules of reactive streams, for both of a processor's sides, and what becomes of the session. */
class AppendProcessorTest {
    private final Session session = new Session();
    private final Source source = new Source();
    private final Sink sink = new Sink();

    /** A session that acknowledges when it is told to; an acknowledgement is the item itself. */
    private static final class Session {
        final List<Integer> taken = new ArrayList<>();
        final List<AppendProcessor.Taken<Integer>> answers = new ArrayList<>();
        final CompletableFuture<Void> ended = new CompletableFuture<>();
        final AppendProcessor<Integer, Integer> processor =
                new AppendProcessor<>(this::submit, this::close, ended, this::abort);
        int acknowledged;
        boolean hasRoom = true;
        boolean closed;
        boolean aborted;

        AppendProcessor.Taken<Integer> submit(Integer item) {
            if (item < 0) {
                throw new IllegalArgumentException("less than nothing");
            }
            AppendProcessor.Taken<Integer> answer =
                    new AppendProcessor.Taken<>(new CompletableFuture<>(), new CompletableFuture<>());
            taken.add(item);
            answers.add(answer);
            if (ended.isDone()) {
                SessionClosedException late = new SessionClosedException("too late");
                answer.acknowledged().completeExceptionally(late);
                answer.accepted().completeExceptionally(late);
            } else if (hasRoom) {
                answer.accepted().complete(null);
            }
            return answer;
        }

        void accept() {
            answers.forEach(each -> each.accepted().complete(null));
        }

        void acknowledge() {
            answers.get(acknowledged).acknowledged().complete(taken.get(acknowledged));
            acknowledged++;
            endIfDone();
        }

        private CompletableFuture<Void> close() {
            closed = true;
            endIfDone();
            return ended;
        }

        private void endIfDone() {
            if (closed && acknowledged == answers.size()) {
                ended.complete(null);
            }
        }

        void fail(RunnelException why) {
            for (AppendProcessor.Taken<Integer> each : answers) {
                each.acknowledged().completeExceptionally(why);
                each.accepted().completeExceptionally(why);
            }
            ended.completeExceptionally(why);
        }

        private void abort() {
            aborted = true;
            fail(new SessionClosedException("aborted"));
        }
    }

    /** Upstream. */
    private static final class Source implements Flow.Subscription {
        long asked;
        int cancelled;
        int next;

        @Override
        public void request(long count) {
            assertThat(cancelled).isZero();
            asked += count;
        }

        @Override
        public void cancel() {
            cancelled++;
        }

        void give(Session to) {
            assertThat(asked).isPositive();
            asked--;
            to.processor.onNext(next++);
        }
    }

    /** Downstream. */
    private static final class Sink implements Flow.Subscriber<Integer> {
        final List<Integer> got = new ArrayList<>();
        Flow.Subscription subscription;
        Throwable failure;
        boolean complete;
        boolean over;
        /** Signals that came after the end. */
        int late;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
        }

        @Override
        public void onNext(Integer item) {
            late += over ? 1 : 0;
            got.add(item);
        }

        @Override
        public void onError(Throwable why) {
            late += over ? 1 : 0;
            failure = why;
            over = true;
        }

        @Override
        public void onComplete() {
            late += over ? 1 : 0;
            complete = true;
            over = true;
        }

        void cancel() {
            over = true;
            subscription.cancel();
        }
    }

    private void begin() {
        session.processor.onSubscribe(source);
        session.processor.subscribe(sink);
    }

    @Test
    void nothingIsAskedForBeforeThereIsASubscriber() {
        session.processor.onSubscribe(source);
        assertThat(source.asked).isZero();
        session.processor.subscribe(sink);
        assertThat(source.asked).isOne();
    }

    @Test
    void nothingIsAskedForWhileTheSessionHasNoRoom() {
        session.hasRoom = false;
        begin();
        source.give(session);
        assertThat(source.asked).isZero();
        session.accept();
        assertThat(source.asked).isOne();
    }

    @Test
    void acknowledgementsComeInOrderAndAsManyAsAreWanted() {
        begin();
        for (int i = 0; i < 4; i++) {
            source.give(session);
        }
        session.acknowledge();
        session.acknowledge();
        session.acknowledge();
        assertThat(sink.got).isEmpty();
        sink.subscription.request(2);
        assertThat(sink.got).containsExactly(0, 1);
        sink.subscription.request(Long.MAX_VALUE);
        sink.subscription.request(Long.MAX_VALUE);
        session.acknowledge();
        assertThat(sink.got).containsExactly(0, 1, 2, 3);
    }

    @Test
    void whoTakesNoAcknowledgementsStopsThePublisher() {
        begin();
        while (source.asked > 0) {
            source.give(session);
            session.acknowledge();
        }
        assertThat(session.taken).hasSize(AppendProcessor.MAX_TAKEN);
        sink.subscription.request(1);
        assertThat(source.asked).isOne();
    }

    @Test
    void itCompletesWhenTheLastAcknowledgementIsTaken() {
        begin();
        source.give(session);
        session.processor.onComplete();
        assertThat(session.closed).isTrue();
        session.acknowledge();
        assertThat(sink.over).isFalse();
        sink.subscription.request(1);
        assertThat(sink.got).containsExactly(0);
        assertThat(sink.complete).isTrue();
        assertThat(source.cancelled).isZero();
        assertThat(session.aborted).isFalse();
    }

    @Test
    void nothingToAppendIsAGoodEnd() {
        begin();
        session.processor.onComplete();
        assertThat(sink.complete).isTrue();
    }

    @Test
    void aPublisherThatFailsAbortsTheSession() {
        begin();
        source.give(session);
        IllegalStateException why = new IllegalStateException("no more");
        session.processor.onError(why);
        assertThat(sink.failure).isSameAs(why);
        assertThat(session.aborted).isTrue();
        assertThat(source.cancelled).isZero();
        assertThat(sink.late).isZero();
    }

    @Test
    void whatWasAcknowledgedBeforeTheSessionFailedIsSaidFirst() {
        begin();
        source.give(session);
        source.give(session);
        session.acknowledge();
        SeqNumMismatchException why = new SeqNumMismatchException(7);
        session.fail(why);
        assertThat(sink.over).as("there is one to be taken").isFalse();
        sink.subscription.request(1);
        assertThat(sink.got).containsExactly(0);
        assertThat(sink.failure).isSameAs(why);
        assertThat(source.cancelled).isOne();
        assertThat(session.aborted).isFalse();
    }

    @Test
    void anIdleSessionThatFailsIsNoticedWithoutDemand() {
        begin();
        SeqNumMismatchException why = new SeqNumMismatchException(7);
        session.fail(why);
        assertThat(sink.failure).isSameAs(why);
        assertThat(source.cancelled).isOne();
    }

    @Test
    void aSessionThatSomebodyElseClosesFailsThePublisher() {
        begin();
        assertThat(session.close()).isCompleted();
        assertThat(sink.failure).isInstanceOf(SessionClosedException.class);
        assertThat(source.cancelled).isOne();
    }

    @Test
    void cancellingAbortsTheSessionAndIsTheLastThatIsHeard() {
        begin();
        source.give(session);
        sink.subscription.request(5);
        sink.cancel();
        sink.cancel();
        sink.subscription.request(-1);
        assertThat(session.aborted).isTrue();
        assertThat(source.cancelled).isOne();
        assertThat(sink.late).isZero();
        assertThat(sink.got).isEmpty();
    }

    @Test
    void aPublisherThatComesTooLateIsCancelled() {
        session.processor.subscribe(sink);
        sink.subscription.cancel();
        session.processor.onSubscribe(source);
        assertThat(source.cancelled).isOne();
        assertThat(source.asked).isZero();
    }

    @Test
    void whoAsksForNothingIsMistaken() {
        begin();
        sink.subscription.request(0);
        assertThat(sink.failure).isInstanceOf(IllegalArgumentException.class);
        assertThat(source.cancelled).isOne();
        assertThat(session.aborted).isTrue();
    }

    @Test
    void thereIsOnePublisherAndOneSubscriber() {
        begin();
        Source second = new Source();
        session.processor.onSubscribe(second);
        assertThat(second.cancelled).isOne();
        Sink other = new Sink();
        session.processor.subscribe(other);
        assertThat(other.subscription).isNotNull();
        assertThat(other.failure).isInstanceOf(IllegalStateException.class);
        assertThat(sink.over).isFalse();
        assertThat(source.cancelled).isZero();
    }

    @Test
    void nullIsNoSignal() {
        assertThatNullPointerException().isThrownBy(() -> session.processor.subscribe(null));
        assertThatNullPointerException().isThrownBy(() -> session.processor.onSubscribe(null));
        assertThatNullPointerException().isThrownBy(() -> session.processor.onNext(null));
        assertThatNullPointerException().isThrownBy(() -> session.processor.onError(null));
    }

    @Test
    void whatTheSessionDoesNotTakeIsAFailure() {
        begin();
        session.processor.onNext(-1);
        assertThat(sink.failure).hasMessage("less than nothing");
        assertThat(source.cancelled).isOne();
        assertThat(session.aborted).isTrue();
    }

    @Test
    void aSubscriberThatThrowsIsDoneWith() {
        Flow.Subscriber<Integer> unwilling = new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription given) {
                given.request(10);
            }

            @Override
            public void onNext(Integer item) {
                throw new IllegalStateException("not that one");
            }

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onComplete() {}
        };
        session.processor.onSubscribe(source);
        session.processor.subscribe(unwilling);
        source.give(session);
        source.give(session);
        session.acknowledge();
        assertThat(source.cancelled).isOne();
        assertThat(session.aborted).isTrue();
    }

    @Test
    void aSubscriberMayAskInEverySignal() {
        Flow.Subscriber<Integer> greedy = new Flow.Subscriber<>() {
            private Flow.Subscription subscription;

            @Override
            public void onSubscribe(Flow.Subscription given) {
                subscription = given;
                given.request(1);
            }

            @Override
            public void onNext(Integer item) {
                sink.got.add(item);
                subscription.request(1);
            }

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onComplete() {
                sink.complete = true;
            }
        };
        session.processor.onSubscribe(source);
        session.processor.subscribe(greedy);
        IntStream.range(0, 5000).forEach(i -> source.give(session));
        IntStream.range(0, 5000).forEach(i -> session.acknowledge());
        session.processor.onComplete();
        assertThat(sink.got).hasSize(5000);
        assertThat(sink.complete).isTrue();
    }

    @Test
    void withoutASubscriberNothingIsHeldBack() {
        session.processor.withoutAcks().onSubscribe(source);
        for (int i = 0; i < 2 * AppendProcessor.MAX_TAKEN; i++) {
            source.give(session);
            session.acknowledge();
        }
        session.processor.onComplete();
        assertThat(session.ended).isCompleted();
    }

    /** Whatever happens in whatever order: the rules, and a session that does not outlive its stream. */
    @Property(tries = 1000)
    void whateverHappensTheRulesAreKept(@ForAll long seed) {
        Random random = new Random(seed);
        Session chosen = new Session();
        Source from = new Source();
        Sink to = new Sink();
        long wanted = 0;
        boolean silent = false;
        chosen.processor.onSubscribe(from);
        chosen.processor.subscribe(to);
        for (int step = 0; step < 200; step++) {
            chosen.hasRoom = random.nextInt(4) > 0;
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> {
                    if (from.asked > 0 && !silent) {
                        from.give(chosen);
                    }
                }
                case 3, 4, 5 -> {
                    if (chosen.acknowledged < chosen.answers.size() && !chosen.ended.isDone()) {
                        chosen.acknowledge();
                    }
                }
                case 6, 7 -> {
                    int more = 1 + random.nextInt(3);
                    wanted += more;
                    to.subscription.request(more);
                }
                case 8, 9 -> chosen.accept();
                default -> {
                    int event = random.nextInt(60);
                    if (event < 2 && !silent) {
                        silent = true;
                        if (event == 0) {
                            chosen.processor.onComplete();
                        } else {
                            chosen.processor.onError(new IllegalStateException("upstream"));
                        }
                    } else if (event == 2) {
                        chosen.fail(new SeqNumMismatchException(1));
                    } else if (event == 3) {
                        to.cancel();
                    }
                }
            }
            assertThat(to.late).isZero();
            assertThat(to.got.size()).isLessThanOrEqualTo((int) Math.min(wanted, chosen.acknowledged));
            assertThat(from.asked).isBetween(0L, 1L);
            if (to.over) {
                assertThat(chosen.ended).isDone();
            }
        }
        assertThat(to.got).isEqualTo(IntStream.range(0, to.got.size()).boxed().toList());
        if (to.complete) {
            assertThat(to.got).hasSameSizeAs(chosen.taken);
        }
    }

    @Test
    void signalsOfManyThreadsComeOneAtATime() throws Exception {
        int count = 20_000;
        ExecutorService session = Executors.newSingleThreadExecutor();
        ExecutorService asking = Executors.newFixedThreadPool(2);
        CompletableFuture<Void> ended = new CompletableFuture<>();
        AppendProcessor<Integer, Integer> processor = new AppendProcessor<>(
                item -> {
                    AppendProcessor.Taken<Integer> taken =
                            new AppendProcessor.Taken<>(new CompletableFuture<>(), new CompletableFuture<>());
                    session.execute(() -> {
                        taken.accepted().complete(null);
                        taken.acknowledged().complete(item);
                    });
                    return taken;
                },
                () -> {
                    session.execute(() -> ended.complete(null));
                    return ended;
                },
                ended,
                () -> ended.completeExceptionally(new SessionClosedException("aborted")));
        List<Integer> got = new ArrayList<>();
        AtomicInteger inside = new AtomicInteger();
        CompletableFuture<Void> done = new CompletableFuture<>();
        processor.subscribe(new Flow.Subscriber<>() {
            private Flow.Subscription subscription;

            @Override
            public void onSubscribe(Flow.Subscription given) {
                subscription = given;
                asking.execute(() -> given.request(2));
            }

            @Override
            public void onNext(Integer item) {
                if (inside.getAndIncrement() != 0) {
                    done.completeExceptionally(new AssertionError("two at a time"));
                }
                got.add(item);
                asking.execute(() -> subscription.request(1));
                inside.decrementAndGet();
            }

            @Override
            public void onError(Throwable failure) {
                done.completeExceptionally(failure);
            }

            @Override
            public void onComplete() {
                done.complete(null);
            }
        });
        try (SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>(asking, 16)) {
            publisher.subscribe(processor);
            IntStream.range(0, count).forEach(publisher::submit);
        }
        done.get(5, TimeUnit.MINUTES);
        assertThat(got).isEqualTo(IntStream.range(0, count).boxed().toList());
        session.shutdown();
        asking.shutdown();
    }
}
