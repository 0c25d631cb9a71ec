package io.runnel.log;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Asks the store until it answers. */
final class Patience {
    private final Loop loop;
    private final long giveUpAfter;

    /** @param giveUpAfter how long the store may refuse, other than for the moment, in nanoseconds */
    Patience(Loop loop, long giveUpAfter) {
        this.loop = loop;
        this.giveUpAfter = giveUpAfter;
    }

    /**
     * @param question may be asked any number of times
     * @return completes on the loop, exceptionally if the store fails for good
     */
    <T> CompletableFuture<T> ask(Supplier<CompletionStage<T>> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.execute(() -> attempt(question, new Backoff(loop, giveUpAfter), answer));
        return answer;
    }

    private <T> void attempt(Supplier<CompletionStage<T>> question, Backoff backoff, CompletableFuture<T> answer) {
        CompletionStage<T> attempt;
        try {
            attempt = question.get();
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
            return;
        }
        attempt.whenCompleteAsync(
                (value, failure) -> {
                    if (failure == null) {
                        answer.complete(value);
                    } else if (backoff.mayPass(failure)) {
                        loop.schedule(backoff.nextNanos(), () -> attempt(question, backoff, answer));
                    } else {
                        answer.completeExceptionally(Backoff.cause(failure));
                    }
                },
                loop);
    }
}
