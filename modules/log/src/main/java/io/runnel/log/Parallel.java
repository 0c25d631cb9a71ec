package io.runnel.log;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Does the same for many things, some of them at a time. */
final class Parallel {
    private Parallel() {}

    /**
     * @param executor one thread at a time
     * @return the results in the order of the inputs; fails as soon as one does
     */
    static <A, B> CompletableFuture<List<B>> map(
            List<A> inputs, int atATime, Executor executor, Function<A, CompletionStage<B>> function) {
        Run<A, B> run = new Run<>(inputs, executor, function);
        executor.execute(() -> run.start(atATime));
        return run.all;
    }

    private static final class Run<A, B> {
        private final List<A> inputs;
        private final Executor executor;
        private final Function<A, CompletionStage<B>> function;
        private final List<B> results;
        private final CompletableFuture<List<B>> all = new CompletableFuture<>();
        private int next;
        private int left;

        Run(List<A> inputs, Executor executor, Function<A, CompletionStage<B>> function) {
            this.inputs = inputs;
            this.executor = executor;
            this.function = function;
            this.results = new ArrayList<>(Collections.nCopies(inputs.size(), null));
            this.left = inputs.size();
        }

        void start(int atATime) {
            if (inputs.isEmpty()) {
                all.complete(results);
            }
            for (int i = 0; i < atATime; i++) {
                startNext();
            }
        }

        private void startNext() {
            if (next == inputs.size() || all.isCompletedExceptionally()) {
                return;
            }
            int index = next++;
            CompletionStage<B> stage;
            try {
                stage = function.apply(inputs.get(index));
            } catch (RuntimeException e) {
                all.completeExceptionally(e);
                return;
            }
            stage.whenCompleteAsync((result, failure) -> done(index, result, failure), executor);
        }

        private void done(int index, B result, Throwable failure) {
            if (failure != null) {
                all.completeExceptionally(Backoff.cause(failure));
                return;
            }
            results.set(index, result);
            if (--left == 0) {
                all.complete(results);
            } else {
                startNext();
            }
        }
    }
}
