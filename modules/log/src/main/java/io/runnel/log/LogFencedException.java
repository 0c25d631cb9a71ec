package io.runnel.log;

/** Another node has ended this log: it may own none of its shards any more. */
public final class LogFencedException extends RuntimeException {
    LogFencedException(String message) {
        super(message);
    }

    static LogFencedException ended(Id log) {
        return new LogFencedException("another node has ended the log " + log);
    }

    static LogFencedException archived(Id log) {
        return new LogFencedException("another node has ended the log " + log + " and archived it");
    }
}
