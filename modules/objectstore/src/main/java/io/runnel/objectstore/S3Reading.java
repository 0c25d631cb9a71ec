package io.runnel.objectstore;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.stream.connectors.s3.S3Exception;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Reads objects, or ranges of them. The connector makes several streams for every request, which is most of what a read
 * costs; so these requests are sent beside it, through the same connection pool (docs/adr/0014).
 */
final class S3Reading {
    private final S3Access access;
    private final S3Requests requests;
    private final ActorSystem system;
    private final Executor executor;
    private final CallLimit limit;

    S3Reading(S3Access access, S3Requests requests, ActorSystem system) {
        this.access = access;
        this.requests = requests;
        this.system = system;
        this.executor = system.dispatcher();
        this.limit = new CallLimit(access.readsAtATime(), executor);
    }

    /**
     * An answer with bytes.
     *
     * @param contentRange null if they are the whole object
     */
    @SuppressWarnings("ArrayRecordComponent") // a carrier: its identity is never asked for
    record Answer(byte[] bytes, String etag, @Nullable String contentRange) {}

    /**
     * @param range the header's value; null for the whole object
     * @param isShort so that it need not wait for long ones that have not been sent yet
     * @return fails with an {@link S3Exception} if the store refuses
     */
    CompletionStage<Answer> get(String key, @Nullable String range, boolean isShort) {
        return limit.call(isShort, () -> send(key, range));
    }

    private CompletionStage<Answer> send(String key, @Nullable String range) {
        SdkHttpRequest.Builder request = requests.object(key);
        if (range != null) {
            request.putHeader("Range", range);
        }
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Cancellable deadline = system.scheduler()
                .scheduleOnce(
                        access.requestTimeout(),
                        () -> answer.completeExceptionally(new TimeoutException(
                                "no answer within " + access.requestTimeout().toMillis() + " ms")),
                        system.dispatcher());
        Http.get(system)
                .singleRequest(requests.signed(request))
                .whenCompleteAsync(
                        (response, failure) -> {
                            if (failure != null) {
                                answer.completeExceptionally(failure);
                            } else if (answer.isDone()) {
                                response.discardEntityBytes(system);
                            } else {
                                collect(response, answer);
                            }
                        },
                        executor);
        return answer.whenComplete((done, failure) -> deadline.cancel());
    }

    private void collect(HttpResponse response, CompletableFuture<Answer> answer) {
        long expected = response.entity().getContentLengthOption().orElse(0);
        CompletableFuture<byte[]> body = new CompletableFuture<>();
        response.entity()
                .withoutSizeLimit()
                .getDataBytes()
                .runWith(new BytesSink(Math.toIntExact(expected), body, answer::isDone), system);
        var unused = body.whenComplete((bytes, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(failure);
            } else if (response.status().isSuccess()) {
                complete(response, bytes, answer);
            } else {
                answer.completeExceptionally(
                        S3Exception.apply(new String(bytes, UTF_8), (StatusCode) response.status()));
            }
        });
    }

    private static void complete(HttpResponse response, byte[] bytes, CompletableFuture<Answer> answer) {
        String etag = null;
        String range = null;
        for (HttpHeader header : response.getHeaders()) {
            if (header.is("etag")) {
                etag = header.value();
            } else if (header.is("content-range")) {
                range = header.value();
            }
        }
        if (etag == null) {
            answer.completeExceptionally(new StoreException("the store gave an object no ETag", false));
        } else {
            answer.complete(new Answer(bytes, unquoted(etag), range));
        }
    }

    private static String unquoted(String etag) {
        boolean quoted = etag.length() >= 2 && etag.startsWith("\"") && etag.endsWith("\"");
        return quoted ? etag.substring(1, etag.length() - 1) : etag;
    }
}
