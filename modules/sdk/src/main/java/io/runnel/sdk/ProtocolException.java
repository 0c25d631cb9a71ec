package io.runnel.sdk;

/** The server said what it must not say. Nothing is certain then. */
public final class ProtocolException extends RunnelException {
    ProtocolException(String message) {
        super(message, null, false, false);
    }
}
