package io.runnel.verify;

/** A connection to the server under test. Nothing is retried, pooled, added or followed. */
interface Connection {
    /** Sends the request, complete with its body. */
    Exchange send(Request request);

    /** Sends the head of the request; its body is written to the exchange. */
    Exchange open(Request request);

    boolean isOpen();

    void close();

    /** Sends the request and collects the answer. */
    default Response call(Request request) {
        return Response.collect(send(request).answer());
    }
}
