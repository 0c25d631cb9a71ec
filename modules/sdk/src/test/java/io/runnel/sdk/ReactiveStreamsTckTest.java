package io.runnel.sdk;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;
import org.reactivestreams.tck.flow.IdentityFlowProcessorVerification;

/** The sessions' publishers, processors and subscribers keep the rules of reactive streams, over sessions without a server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReactiveStreamsTckTest {
    private final ExecutorService loop = Executors.newSingleThreadExecutor();

    @AfterAll
    void stop() {
        loop.shutdown();
    }

    @TestFactory
    Stream<DynamicTest> batchesThatAreThere() {
        return ReactiveStreamsTck.of(() -> new Reading(false)).stream();
    }

    @TestFactory
    Stream<DynamicTest> batchesThatComeLater() {
        return ReactiveStreamsTck.of(() -> new Reading(true)).stream();
    }

    @TestFactory
    Stream<DynamicTest> acknowledgementsOfWhatIsAppended() {
        return ReactiveStreamsTck.of(Appending::new).stream();
    }

    @TestFactory
    Stream<DynamicTest> whatIsAppendedWithoutAcknowledgements() {
        return ReactiveStreamsTck.of(AppendingUnheard::new).stream();
    }

    /** A session to read so many batches from, each of which is a number. */
    private final class Reading extends FlowPublisherVerification<Long> {
        private final boolean later;

        Reading(boolean later) {
            super(ReactiveStreamsTck.environment());
            this.later = later;
        }

        @Override
        public Flow.Publisher<Long> createFlowPublisher(long elements) {
            AtomicLong left = new AtomicLong(elements);
            CompletableFuture<Void> drained = new CompletableFuture<>();
            if (elements == 0) {
                drained.complete(null);
            }
            return subscriber -> new BatchSubscription<Long>(
                            () -> next(left, drained), drained, () -> drained.complete(null))
                    .start(subscriber);
        }

        private CompletableFuture<Optional<Long>> next(AtomicLong left, CompletableFuture<Void> drained) {
            CompletableFuture<Optional<Long>> next = new CompletableFuture<>();
            Runnable come = () -> {
                long now = left.getAndDecrement();
                if (now == 1) {
                    drained.complete(null);
                }
                next.complete(now > 0 ? Optional.of(now) : Optional.empty());
            };
            if (later) {
                loop.execute(come);
            } else {
                come.run();
            }
            return next;
        }

        @Override
        public Flow.Publisher<Long> createFailedFlowPublisher() {
            RunnelException failure = new SeqNumMismatchException(7);
            CompletableFuture<Void> drained = CompletableFuture.failedFuture(failure);
            return subscriber -> new BatchSubscription<Long>(
                            () -> CompletableFuture.failedFuture(failure), drained, () -> {})
                    .start(subscriber);
        }
    }

    /** A session that acknowledges everything that is handed over by handing it back. */
    private final class Echo {
        private final CompletableFuture<Void> ended = new CompletableFuture<>();

        AppendProcessor<Integer, Integer> processor() {
            return new AppendProcessor<>(this::submit, this::close, ended, this::abort);
        }

        private AppendProcessor.Taken<Integer> submit(Integer item) {
            AppendProcessor.Taken<Integer> taken =
                    new AppendProcessor.Taken<>(new CompletableFuture<>(), new CompletableFuture<>());
            loop.execute(() -> {
                taken.accepted().complete(null);
                taken.acknowledged().complete(item);
            });
            return taken;
        }

        private CompletableFuture<Void> close() {
            loop.execute(() -> ended.complete(null));
            return ended;
        }

        private void abort() {
            ended.completeExceptionally(new SessionClosedException("aborted"));
        }
    }

    private final class Appending extends IdentityFlowProcessorVerification<Integer> {
        Appending() {
            super(ReactiveStreamsTck.environment());
        }

        @Override
        protected Flow.Processor<Integer, Integer> createIdentityFlowProcessor(int bufferSize) {
            return new Echo().processor();
        }

        @Override
        protected Flow.Publisher<Integer> createFailedFlowPublisher() {
            AppendProcessor<Integer, Integer> processor = new Echo().processor();
            processor.onError(new SeqNumMismatchException(7));
            return processor;
        }

        @Override
        public long maxSupportedSubscribers() {
            return 1;
        }

        @Override
        public ExecutorService publisherExecutorService() {
            return loop;
        }

        @Override
        public Integer createElement(int element) {
            return element;
        }
    }

    private final class AppendingUnheard extends FlowSubscriberBlackboxVerification<Integer> {
        AppendingUnheard() {
            super(ReactiveStreamsTck.environment());
        }

        @Override
        public Flow.Subscriber<Integer> createFlowSubscriber() {
            return new Echo().processor().withoutAcks();
        }

        @Override
        public Integer createElement(int element) {
            return element;
        }
    }
}
