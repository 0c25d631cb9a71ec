package io.runnel.server;

/** The server cannot start; the message is fit to be shown to whoever started it. */
public final class ServerStartException extends RuntimeException {
    public ServerStartException(String message, Throwable cause) {
        super(message, cause);
    }

    public ServerStartException(String message) {
        super(message);
    }
}
