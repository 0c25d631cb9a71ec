package io.runnel.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench small}. */
@Command(
        name = "small",
        description = "Unary JSON appends of one record in a closed loop, one in flight per stream, over HTTP/1.1.")
final class SmallCommand implements Callable<Integer> {
    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final TimeOptions time = new TimeOptions();

    @Option(names = "--streams", paramLabel = "N", defaultValue = "100", description = "Default: 100.")
    private int streams;

    @Option(
            names = "--body-bytes",
            paramLabel = "N",
            defaultValue = "256",
            description = "Bytes of a record's body, at least 16. Default: 256.")
    private int bodyBytes;

    @Override
    public Integer call() throws Exception {
        try (Subject subject = server.open()) {
            System.out.println(SmallWork.run(subject, streams, bodyBytes, time.warmUp(), time.seconds())
                    .table());
        }
        return 0;
    }
}
