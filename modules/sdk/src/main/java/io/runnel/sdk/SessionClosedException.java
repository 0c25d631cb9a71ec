package io.runnel.sdk;

/** The session, or the client, was closed before this was sent. */
public final class SessionClosedException extends RunnelException {
    SessionClosedException(String message) {
        super(message, null, false, true);
    }
}
