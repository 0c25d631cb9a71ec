package io.runnel.sdk;

import org.jspecify.annotations.Nullable;

/**
 * A connection could not be made or broke. {@link #hasNoSideEffects} if it is certain that the server cannot have received the
 * whole request.
 */
public final class ConnectionException extends RunnelException {
    ConnectionException(String message, @Nullable Throwable cause, boolean unsent) {
        super(cause == null ? message : message + ": " + cause, cause, true, unsent);
    }
}
