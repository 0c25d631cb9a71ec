package io.runnel.log;

/** Why a log takes no more entries, when nothing is wrong with it. */
public final class LogClosedException extends RuntimeException {
    LogClosedException() {
        super("the log has been closed");
    }
}
