package io.runnel.objectstore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.headers.Date;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.connectors.s3.ObjectMetadata;
import org.apache.pekko.stream.connectors.s3.S3Attributes;
import org.apache.pekko.stream.connectors.s3.S3Headers;
import org.apache.pekko.stream.connectors.s3.javadsl.S3;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import scala.collection.immutable.Map;

/**
 * Objects in a bucket of Amazon S3, or of a store that speaks its protocol.
 *
 * <p>Reads, deletions and listings are repeated a few times when the store fails for the moment. A {@code put} is sent
 * exactly once: repeating a conditional write can meet one's own first attempt, and only the caller can tell. A store that
 * ignores the conditions can be found out with {@link ConditionalWrites#probe}.
 */
final class S3ObjectStore implements ObjectStore {
    private static final int ATTEMPTS = 4;
    private static final int DELETES_AT_A_TIME = 16;
    private static final int SHORT = 64 * 1024; // what must be read to find something, and not what was found

    private final S3Access access;
    private final ActorSystem system;
    private final Attributes attributes;
    private final S3Reading reading;
    private final S3Listing listing;
    private final Retries retries;
    private final Executor executor;

    /**
     * @param system runs the requests, and goes on when this store is closed; its connection pool must be large enough, and
     *     is closed when the system shuts down
     */
    S3ObjectStore(S3Access access, ActorSystem system) {
        this.access = access;
        this.system = system;
        this.attributes = S3Attributes.settings(access.connectorSettings());
        S3Requests requests = new S3Requests(access);
        this.reading = new S3Reading(access, requests, system);
        this.listing = new S3Listing(access, requests, system);
        this.retries = new Retries(system);
        this.executor = system.dispatcher();
        S3Pool.closeWith(system);
    }

    @Override
    public CompletionStage<Optional<StoredObject>> get(String key) {
        Keys.require(key);
        return retries.call(
                "GET " + key,
                ATTEMPTS,
                () -> present(reading.get(key, null, true)
                        .thenApply(answer -> new StoredObject(answer.bytes(), answer.etag(), answer.bytes().length))));
    }

    @Override
    public CompletionStage<Optional<StoredObject>> get(String key, long offset, int length) {
        Keys.require(key);
        if (length == 0) {
            return retries.call("HEAD " + key, ATTEMPTS, () -> head(key));
        }
        String range = offset < 0 ? "bytes=" + offset : "bytes=" + offset + "-" + (Math.addExact(offset, length) - 1);
        return retries.call(
                "GET " + key,
                ATTEMPTS,
                () -> outOfRangeIsEmpty(
                        key,
                        present(reading.get(key, range, length <= SHORT)
                                .thenApply(answer -> S3Range.part(answer, offset, length)))));
    }

    @Override
    public CompletionStage<Optional<Duration>> age(String key) {
        Keys.require(key);
        return retries.call(
                "HEAD " + key, ATTEMPTS, () -> metadata(key).thenApply(found -> found.flatMap(S3ObjectStore::age)));
    }

    /** Both times are the store's. */
    private static Optional<Duration> age(ObjectMetadata metadata) {
        long written = metadata.getLastModified().clicks();
        for (HttpHeader header : metadata.headers()) {
            if (header instanceof Date date) {
                return Optional.of(Duration.ofMillis(Math.max(0, date.date().clicks() - written)));
            }
        }
        return Optional.empty();
    }

    static String etag(ObjectMetadata metadata) {
        return metadata.getETag().orElseThrow(() -> new StoreException("the store gave an object no ETag", false));
    }

    private CompletionStage<Optional<StoredObject>> present(CompletionStage<StoredObject> object) {
        return object.handleAsync(
                (found, failure) -> {
                    if (failure == null) {
                        return Optional.of(found);
                    }
                    if (S3Failures.isNoSuchKey(failure)) {
                        return Optional.empty();
                    }
                    throw new CompletionException(failure);
                },
                executor);
    }

    private CompletionStage<Optional<StoredObject>> outOfRangeIsEmpty(
            String key, CompletionStage<Optional<StoredObject>> part) {
        return part.handleAsync(
                        (found, failure) -> {
                            if (failure == null) {
                                return CompletableFuture.completedStage(found);
                            }
                            return S3Failures.status(failure) == S3Failures.RANGE_NOT_SATISFIABLE
                                    ? head(key)
                                    : CompletableFuture.<Optional<StoredObject>>failedStage(failure);
                        },
                        executor)
                .thenComposeAsync(stage -> stage, executor);
    }

    /** An object without its bytes. */
    private CompletionStage<Optional<StoredObject>> head(String key) {
        return metadata(key)
                .thenApply(found -> found.map(
                        metadata -> new StoredObject(new byte[0], etag(metadata), metadata.getContentLength())));
    }

    private CompletionStage<Optional<ObjectMetadata>> metadata(String key) {
        return S3.getObjectMetadata(access.bucket(), key)
                .completionTimeout(access.requestTimeout())
                .withAttributes(attributes)
                .runWith(Sink.head(), system)
                .thenApplyAsync(found -> found, executor);
    }

    @Override
    public CompletionStage<PutResult> put(String key, byte[] bytes, Condition condition) {
        Keys.require(key);
        return retries.call(
                "PUT " + key,
                1,
                () -> send(key, bytes, condition)
                        .handleAsync((etag, failure) -> result(etag, failure, condition), executor));
    }

    private CompletionStage<String> send(String key, byte[] bytes, Condition condition) {
        return S3.putObject(
                        access.bucket(),
                        key,
                        Source.single(ByteString.fromArrayUnsafe(bytes)),
                        bytes.length,
                        ContentTypes.APPLICATION_OCTET_STREAM,
                        headers(condition))
                .completionTimeout(access.requestTimeout())
                .withAttributes(attributes)
                .runWith(Sink.head(), system)
                .thenApplyAsync(S3ObjectStore::etag, executor);
    }

    private static S3Headers headers(Condition condition) {
        if (condition instanceof Condition.IfAbsent) {
            return S3Headers.create().withCustomHeaders(new Map.Map1<>("If-None-Match", "*"));
        }
        if (condition instanceof Condition.IfMatch match) {
            return S3Headers.create().withCustomHeaders(new Map.Map1<>("If-Match", '"' + match.etag() + '"'));
        }
        return S3Headers.create();
    }

    private static PutResult result(String etag, Throwable failure, Condition condition) {
        if (failure == null) {
            return new PutResult.Stored(etag);
        }
        boolean refused = S3Failures.status(failure) == S3Failures.PRECONDITION_FAILED;
        boolean nothingToMatch = condition instanceof Condition.IfMatch && S3Failures.isNoSuchKey(failure);
        if (refused || nothingToMatch) {
            return new PutResult.Conflict();
        }
        throw new CompletionException(failure);
    }

    /** One request a key, as the connector has no other; sixteen at a time. */
    @Override
    public CompletionStage<Void> delete(List<String> keys) {
        List<String> all = new ArrayList<>(keys);
        all.forEach(Keys::require);
        return retries.call(
                        "DELETE of " + all.size() + " objects",
                        1,
                        () -> Source.from(all)
                                .mapAsyncUnordered(DELETES_AT_A_TIME, this::deleteOne)
                                .runWith(Sink.ignore(), system))
                .thenAccept(done -> {});
    }

    private CompletionStage<Done> deleteOne(String key) {
        return retries.call(
                "DELETE " + key,
                ATTEMPTS,
                () -> S3.deleteObject(access.bucket(), key)
                        .completionTimeout(access.requestTimeout())
                        .withAttributes(attributes)
                        .runWith(Sink.head(), system));
    }

    @Override
    public CompletionStage<List<String>> list(String prefix, String startAfter, int limit) {
        Keys.requirePrefix(prefix);
        Keys.requireLimit(limit);
        return retries.call("LIST " + prefix, ATTEMPTS, () -> listing.list(prefix, startAfter, limit));
    }

    /** Frees nothing: the connections belong to the actor system. */
    @Override
    public void close() {}
}
