package io.runnel.log;

/** Is told what the log does, for metrics. Called on threads of the log: must not block and must not throw. */
public interface LogListener {
    /** So many entries were put together into one object, which is about to be written. */
    default void flushed(int entries, int bytes) {}

    /** An object has become durable, so long after it was put together. */
    default void stored(int bytes, long nanos) {}

    /** A write failed, or was not answered in time, and is or will be repeated. */
    default void repeated() {}

    /** Index runs have become one; so many bytes of entries have moved, and so many were left out as nobody wants them. */
    default void compacted(long movedBytes, long droppedBytes) {}

    /** So many entities that have ended are forgotten: nothing tells of them any more. */
    default void forgotten(int entities) {}

    /** So many objects that nobody needs have been deleted. */
    default void collected(int objects) {}

    /** Entries were read, and some bytes of them had to be fetched in so many requests. */
    default void read(int entries, long bytes, int requests, long fetchedBytes) {}
}
