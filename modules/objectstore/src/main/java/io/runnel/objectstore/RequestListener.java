package io.runnel.objectstore;

/** Is told of every request to a store, for metrics. Called on threads of the store: must not block and must not throw. */
@FunctionalInterface
public interface RequestListener {
    /** What was asked for. */
    enum Operation {
        GET,
        PUT,
        DELETE,
        LIST
    }

    /** How it ended. */
    enum Ending {
        /** As asked; so is a look at an object that is not there. */
        DONE,
        /** The condition of a write did not hold. */
        CONFLICT,
        /** It is unknown what became of it. */
        FAILED
    }

    /**
     * A request has ended. What a store repeats by itself counts once.
     *
     * @param bytes of objects that went to the store or came from it; 0 for {@code DELETE} and {@code LIST}
     * @param nanos from the call to its end
     */
    void requested(Operation operation, Ending ending, long bytes, long nanos);
}
