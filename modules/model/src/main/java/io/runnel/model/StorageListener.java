package io.runnel.model;

/**
 * Is told what the storage of this node does, for metrics. Called on threads of the storage: must not block and must not
 * throw.
 */
public interface StorageListener {
    /** So many entries were put together into one object, which is about to be written. */
    default void flushed(int entries, int bytes) {}

    /** An object has become durable, so long after it was put together. */
    default void stored(int bytes, long nanos) {}

    /** A write failed, or was not answered in time, and is or will be repeated. */
    default void repeated() {}

    /** Where entries lie was written anew: so many bytes of them have moved, and so many that nobody wants were left out. */
    default void compacted(long movedBytes, long droppedBytes) {}

    /** So many streams that had been deleted are forgotten: nothing in the store tells of them any more. */
    default void forgotten(int streams) {}

    /** So many objects that nobody needs have been deleted. */
    default void collected(int objects) {}

    /** Entries were read, and some bytes of them had to be fetched in so many requests. */
    default void read(int entries, long bytes, int requests, long fetchedBytes) {}

    /**
     * A request to an object store has ended.
     *
     * @param store {@code main}, or {@code log} if the log has a store of its own
     * @param operation {@code get}, {@code put}, {@code delete} or {@code list}
     * @param ending {@code done}, {@code conflict} or {@code failed}
     * @param bytes of objects that were sent or received
     */
    default void requested(String store, String operation, String ending, long bytes, long nanos) {}
}
