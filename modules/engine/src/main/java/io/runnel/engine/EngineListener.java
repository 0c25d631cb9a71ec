package io.runnel.engine;

/**
 * Is told what is done with the records of this node, for metrics. Called once per batch or session, on threads of the
 * actor system: must not block and must not throw.
 */
public interface EngineListener {
    /** Hears everything and keeps nothing. */
    EngineListener NONE = new EngineListener() {};

    enum Session {
        APPEND,
        READ
    }

    /** A batch was let in, after so long a wait for room among the bytes in flight. */
    default void permitted(long nanos) {}

    /** A batch has become durable, so long after it was let in. */
    default void acknowledged(int records, int meteredBytes, long nanos) {}

    /** Records were handed to a reader. */
    default void delivered(int records, long meteredBytes) {}

    default void sessionOpened(Session kind) {}

    /** However it ended. */
    default void sessionClosed(Session kind) {}
}
