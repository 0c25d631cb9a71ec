package io.runnel.engine;

/** One stream: gives records their sequence numbers and answers once they are durable. */
final class StreamActor {
    interface Command {}

    private StreamActor() {}
}
