package io.runnel.sdk;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * The blocking face: waits for what the client's futures come to. Suits virtual threads, for it holds no monitor.
 *
 * <pre>{@code
 * AppendAck ack = Await.result(stream.append(input));
 * }</pre>
 */
public final class Await {
    private Await() {}

    /**
     * Waits.
     *
     * @throws RunnelException as the operation failed
     * @throws InterruptedException if this thread is interrupted; the operation is then cancelled
     * @throws java.util.concurrent.CancellationException if the future was cancelled
     */
    public static <T> T result(Future<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        }
    }

    /** What an operation failed with, without the wrappings of futures. */
    static RuntimeException failure(Throwable cause) {
        Throwable inner = cause;
        while ((inner instanceof CompletionException || inner instanceof ExecutionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        if (inner instanceof Error error) {
            throw error;
        }
        return inner instanceof RuntimeException known ? known : new CompletionException(inner);
    }

    @SuppressWarnings("NullAway") // Void has no value but null
    static Void nothing() {
        return null;
    }

    /** Whether a future has failed with such a thing, and with what. */
    static <T> CompletableFuture<T> unlessNotFound(CompletableFuture<T> future, T otherwise) {
        CompletableFuture<T> result = new CompletableFuture<>();
        var unused = future.whenComplete((value, failure) -> {
            if (failure instanceof ServerException refused && refused.status() == 404) {
                result.complete(otherwise);
            } else if (failure != null) {
                result.completeExceptionally(failure);
            } else {
                result.complete(value);
            }
        });
        return result;
    }
}
