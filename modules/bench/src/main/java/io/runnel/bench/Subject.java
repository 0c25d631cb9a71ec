package io.runnel.bench;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The server that is measured: one that runs already, or one that was started for the run and ends with it. */
final class Subject implements AutoCloseable {
    private final Endpoint endpoint;
    private ProcessStats stats;
    private final @Nullable StartedServer started;

    private Subject(Endpoint endpoint, ProcessStats stats, @Nullable StartedServer started) {
        this.endpoint = endpoint;
        this.stats = stats;
        this.started = started;
    }

    /** @param pid 0 if it is not known, or not on this machine */
    static Subject running(Endpoint endpoint, long pid) {
        return new Subject(endpoint, new ProcessStats(pid), null);
    }

    static Subject start(Software software, Store store) throws Exception {
        StartedServer server = StartedServer.start(software, store);
        return new Subject(server.endpoint(), new ProcessStats(server.pid()), server);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    ProcessStats stats() {
        return stats;
    }

    /** PUT requests to its store so far, if they can be counted. */
    long puts() {
        return started == null ? 0 : started.puts();
    }

    /**
     * Kills the server and starts it on what it left.
     *
     * @return seconds from the start of the process until it serves
     */
    double killAndRestart() throws IOException, InterruptedException {
        if (started == null) {
            throw new IllegalStateException("only a server of this run can be killed: use --serve");
        }
        long nanos = started.killAndRestart();
        stats = new ProcessStats(started.pid());
        return nanos / 1e9;
    }

    @Override
    public void close() throws IOException {
        if (started != null) {
            started.close();
        }
    }
}
