package io.runnel.verify;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;

/** Has the connection to itself: breaking it off, or pausing, affects the whole connection. */
record Http1Exchange(Http1 connection, Answer answer, boolean chunked) implements Exchange {
    @Override
    public void write(byte[] bytes) {
        if (!chunked) {
            connection.raw(bytes);
        } else if (bytes.length > 0) {
            ByteArrayOutputStream chunk = new ByteArrayOutputStream(bytes.length + 16);
            chunk.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(US_ASCII));
            chunk.writeBytes(bytes);
            chunk.writeBytes(new byte[] {'\r', '\n'});
            connection.raw(chunk.toByteArray());
        }
    }

    @Override
    public void end() {
        if (chunked) {
            connection.raw("0\r\n\r\n");
        }
    }

    @Override
    public void reset() {
        connection.abort();
    }

    @Override
    public void pause() {
        connection.pause();
    }

    @Override
    public void resume() {
        connection.resume();
    }
}
