package io.runnel.bench;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which server is measured. */
final class ServerOptions {
    @ArgGroup(exclusive = true, multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Which which;

    @Option(
            names = "--pid",
            paramLabel = "PID",
            description = "Process of the server at --endpoint, to measure its CPU.")
    private long pid;

    @Option(
            names = "--s2",
            paramLabel = "FILE",
            description = "With --serve: start 'lite' of this s2 command instead of Runnel.")
    private @Nullable Path s2;

    static final class Which {
        @Option(
                names = "--endpoint",
                paramLabel = "URL",
                description = "An S2 server that is running: http://HOST:PORT.")
        @Nullable
        String endpoint;

        @Option(
                names = "--serve",
                paramLabel = "STORE",
                description = "Start a server for this run, over one of: ${COMPLETION-CANDIDATES}.")
        @Nullable
        Store store;
    }

    Subject open() throws Exception {
        Store store = which.store;
        if (store != null) {
            return Subject.start(s2 == null ? Software.runnel() : Software.s2(s2), store);
        }
        if (which.endpoint == null) {
            throw new IllegalStateException("picocli asks for one of the two");
        }
        return Subject.running(Endpoint.of(which.endpoint), pid);
    }
}
