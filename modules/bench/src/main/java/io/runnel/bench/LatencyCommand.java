package io.runnel.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench latency}. */
@Command(
        name = "latency",
        description = "Appends at a rate that does not wait for the server: from when a record was due until it was"
                + " acknowledged, and until a follower saw it.")
final class LatencyCommand implements Callable<Integer> {
    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final TimeOptions time = new TimeOptions();

    @Mixin
    private final BatchOptions batches = new BatchOptions();

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Records per second of each stream. Default: ${DEFAULT-VALUE}.")
    private double recordsPerSecond;

    @Option(names = "--streams", paramLabel = "N", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    private int streams;

    @Override
    public Integer call() throws Exception {
        SessionLoad.Shape shape = batches.shape(streams, 1, recordsPerSecond, 0);
        try (Subject subject = server.open()) {
            SessionWork.Result result =
                    SessionWork.run(subject, shape, batches.http2(), time.warmUp(), time.seconds(), 0);
            System.out.println(new MarkdownTable(
                            "records/s",
                            "ack p50 / p99 ms",
                            "ack max ms",
                            "follow p50 / p99 ms",
                            "follow max ms",
                            "PUT/s")
                    .row(
                            result.recordsPerSecond(),
                            result.acks(),
                            result.acks().max(),
                            result.endToEnd(),
                            result.endToEnd().max(),
                            result.putsPerSecond()));
        }
        return 0;
    }
}
