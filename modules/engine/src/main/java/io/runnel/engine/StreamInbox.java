package io.runnel.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * Where callers on the same node leave what they want of a stream: many calls, one message to its actor. What is left in
 * it when the actor stops is not lost, for whoever closes it is handed the rest.
 */
final class StreamInbox {
    private final Runnable wake;
    private List<StreamCall<?>> calls = new ArrayList<>();
    private boolean closed;

    /** @param wake tells the actor that there is something to take */
    StreamInbox(Runnable wake) {
        this.wake = wake;
    }

    /** @return false if the stream does not live here any more, and knows nothing of the call */
    boolean offer(StreamCall<?> call) {
        synchronized (this) {
            if (closed) {
                return false;
            }
            calls.add(call);
            if (calls.size() > 1) {
                return true;
            }
        }
        wake.run();
        return true;
    }

    synchronized List<StreamCall<?>> take() {
        if (calls.isEmpty()) {
            return List.of();
        }
        List<StreamCall<?>> taken = calls;
        calls = new ArrayList<>();
        return taken;
    }

    /** From now on nothing is accepted; what has been is returned. */
    synchronized List<StreamCall<?>> close() {
        closed = true;
        return take();
    }

    /** Closes unless something is in it. @return whether it is closed */
    synchronized boolean closeIfEmpty() {
        closed |= calls.isEmpty();
        return closed;
    }
}
