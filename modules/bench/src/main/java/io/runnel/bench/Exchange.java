package io.runnel.bench;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A session: messages go up in frames while the answer comes down. One thread sends, one receives. */
interface Exchange extends AutoCloseable {
    /** Sends one frame. Returns when the bytes are no longer needed; blocks while the connection takes no more. */
    void send(ByteBuffer message) throws IOException;

    /** Half-closes: nothing more will be sent. */
    void endRequest() throws IOException;

    /** The frames of the answer, once its head has come and was {@code 200}. */
    Frames answer() throws IOException;

    @Override
    void close() throws IOException;
}
