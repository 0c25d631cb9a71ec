package io.runnel.server;

import io.runnel.engine.ReadOutput;
import io.runnel.model.Position;
import io.runnel.model.StreamError;
import org.apache.pekko.util.ByteString;

/** How the outputs of a read session are written. May keep count: one instance serves one response, on one thread. */
interface ReadEncoding {
    /**
     * @param reconnect whether the client is advised to go on by another connection
     * @throws UnsendableException if there is no way to write it
     */
    ByteString batch(ReadOutput.Batch batch, boolean reconnect) throws UnsendableException;

    ByteString heartbeat(Position tail, boolean reconnect);

    /** What ends a session that is cut off. */
    ByteString error(StreamError error);

    /** What ends a session that is complete; may be empty. */
    ByteString end();

    /** Whether there is a way to advise a client to reconnect. */
    boolean canAdvise();

    /** Records that this kind of session cannot carry. */
    final class UnsendableException extends Exception {
        private final transient StreamError error;

        UnsendableException(StreamError error) {
            super(error.toString(), null, false, false);
            this.error = error;
        }

        StreamError error() {
            return error;
        }
    }
}
