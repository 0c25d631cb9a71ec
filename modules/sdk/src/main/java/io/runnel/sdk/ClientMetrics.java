package io.runnel.sdk;

/**
 * Is told what the client does, to count it. Called by threads of the client: implementations must be quick and must not block
 * or throw. Does nothing unless overridden.
 */
public interface ClientMetrics {
    /** Does nothing. */
    ClientMetrics NONE = new ClientMetrics() {};

    /**
     * One try of a request was answered or failed.
     *
     * @param operation for example {@code append} or {@code create-basin}
     * @param nanos how long it took
     * @param status HTTP status; 0 if there was no answer
     */
    default void request(String operation, long nanos, int status) {}

    /** Something failed and is tried again; {@code operation} as in {@link #request}, or {@code append-session}, {@code read-session}. */
    default void retry(String operation, RunnelException failure) {}

    /**
     * A batch of an append session was acknowledged.
     *
     * @param nanos since it was handed to the session
     */
    default void acknowledged(int records, int meteredBytes, long nanos) {}

    /** Bytes that an append session holds for batches that are not acknowledged, after they changed. */
    default void inFlight(long meteredBytes) {}

    /**
     * A batch came in by a read session.
     *
     * @param lag records between it and the tail, as far as is known; -1 if it is not
     */
    default void received(int records, long meteredBytes, long lag) {}
}
