package io.runnel.objectstore;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Objects by key, with the conditional writes that fencing is built on.
 *
 * <p>Keys are relative, of {@code a-z A-Z 0-9 - _ . /} without empty, {@code .} or {@code ..} segments, at most 512
 * bytes and 200 bytes a segment. No key may be another's directory, as {@code a} is that of {@code a/b}: some S3 servers
 * cannot have both. All methods return at once, are safe for any thread, and may complete their stage on a thread of the store,
 * which must not be blocked. A stage that completes exceptionally does so with a {@link StoreException}, or a
 * {@code CompletionException} around one; after a failed write it is unknown whether the write took effect.
 *
 * <p>A write whose stage completed successfully survives everything that the store promises to survive (for a local
 * directory: power loss), and is seen by every call that begins afterwards. A {@link PutResult.Conflict} is as strong:
 * the object in the way is durable, unless it has been deleted since. ETags are opaque, and name one version of one
 * object; whether writing the same bytes again gives another ETag is up to the store, so whoever compares and swaps puts
 * something unique into the bytes.
 *
 * <p>A store may lose an answer and repeat the request by itself. A writer that needs to know whether a {@code Conflict}
 * is the echo of its own write therefore reads the object and compares it with what it wrote.
 */
public interface ObjectStore extends AutoCloseable {
    /** A whole object. */
    CompletionStage<Optional<StoredObject>> get(String key);

    /**
     * A part of an object.
     *
     * @param offset of the first byte; negative counts from the end of the object
     * @param length of the part; it is cut where the object ends, so the result may be shorter or empty
     * @return empty if there is no such object
     */
    CompletionStage<Optional<StoredObject>> get(String key, long offset, int length);

    /**
     * How long ago an object was written, by the store's own clock, to a second or two: for decisions that must not depend
     * on what time it is here.
     *
     * @return not negative; empty if there is no such object, or the store does not tell
     */
    CompletionStage<Optional<Duration>> age(String key);

    /**
     * Writes a whole object, atomically: nobody ever sees a part of it.
     *
     * @param bytes handed over: the caller may go on reading them, but must never change them again
     * @return the new ETag, or {@link PutResult.Conflict} if the condition did not hold (a store that cannot tell for
     *     the moment, such as S3 answering 409, fails the stage instead)
     */
    CompletionStage<PutResult> put(String key, byte[] bytes, Condition condition);

    /**
     * As the other {@code put}, of an object that lies in parts, which follow one another.
     *
     * @param parts handed over as well: neither they nor their positions change
     */
    default CompletionStage<PutResult> put(String key, List<ByteBuffer> parts, Condition condition) {
        return put(key, Bytes.whole(parts), condition);
    }

    /**
     * Deletes objects, as durably as they were written; those that do not exist count as deleted. Not atomic: after a
     * failure any of them may be gone.
     */
    CompletionStage<Void> delete(List<String> keys);

    /**
     * The keys that begin with {@code prefix} and come after {@code startAfter} in byte order. Not a snapshot: a key
     * that is written or deleted meanwhile may be there or not.
     *
     * @param prefix the beginning of a key, not necessarily whole segments; the empty string for all
     * @param startAfter exclusive; the empty string for all
     * @param limit keys to return at most, 1 to 1000
     * @return keys in ascending byte order; fewer than {@code limit} means there are no more
     */
    CompletionStage<List<String>> list(String prefix, String startAfter, int limit);

    /** Frees what the store holds; calls under way may fail. */
    @Override
    void close();

    /** What must hold for a write. */
    sealed interface Condition {
        /** Write in any case. */
        record Always() implements Condition {}

        /** Only if no object has the key. */
        record IfAbsent() implements Condition {}

        /** Only if the object's ETag is this one. */
        record IfMatch(String etag) implements Condition {}
    }

    /** What became of a write. */
    sealed interface PutResult {
        record Stored(String etag) implements PutResult {}

        record Conflict() implements PutResult {}
    }

    /**
     * An object, or a part of it.
     *
     * @param bytes owned by the caller, who must not change them: a store in memory hands out what it holds
     * @param size of the whole object
     */
    @SuppressWarnings("ArrayRecordComponent") // a carrier: its identity is never asked for
    record StoredObject(byte[] bytes, String etag, long size) {}
}
