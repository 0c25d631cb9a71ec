package io.runnel.objectstore;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.actor.ActorSystem;

/** Turns failures into {@link StoreException}s, and repeats calls that may be repeated. */
final class Retries {
    private static final Duration FIRST_DELAY = Duration.ofMillis(50);

    private final ActorSystem system;

    Retries(ActorSystem system) {
        this.system = system;
    }

    /**
     * @param attempts 1 for a call that only its caller may repeat
     * @return a stage of our own: chaining onto one made of a Scala future would start a thread for every step
     */
    <T> CompletionStage<T> call(String name, int attempts, Supplier<CompletionStage<T>> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        attempt(name, attempts, FIRST_DELAY, call, result);
        return result;
    }

    private <T> void attempt(
            String name,
            int attemptsLeft,
            Duration delay,
            Supplier<CompletionStage<T>> call,
            CompletableFuture<T> result) {
        CompletionStage<T> attempt;
        try {
            attempt = call.get();
        } catch (RuntimeException e) {
            attempt = CompletableFuture.failedFuture(e);
        }
        attempt.whenCompleteAsync(
                (value, failure) -> {
                    if (failure == null) {
                        result.complete(value);
                        return;
                    }
                    StoreException reason = S3Failures.toStoreException(name, failure);
                    if (attemptsLeft <= 1 || !reason.retryable()) {
                        result.completeExceptionally(reason);
                        return;
                    }
                    system.scheduler()
                            .scheduleOnce(
                                    delay,
                                    () -> attempt(name, attemptsLeft - 1, delay.multipliedBy(4), call, result),
                                    system.dispatcher());
                },
                system.dispatcher());
    }
}
