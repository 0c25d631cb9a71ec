package io.runnel.verify;

/** One request whose body may still be written, and its answer, which may already be coming. */
interface Exchange {
    Answer answer();

    /** Sends bytes of the body. What a server that has ended the exchange no longer takes is lost; the answer tells. */
    void write(byte[] bytes);

    /** Ends the request properly; its answer goes on. */
    void end();

    /** Breaks the exchange off: the connection over HTTP/1.1, the stream over HTTP/2. */
    void reset();

    /** Stops taking anything in, until {@link #resume}: the server meets a full window. */
    void pause();

    void resume();
}
