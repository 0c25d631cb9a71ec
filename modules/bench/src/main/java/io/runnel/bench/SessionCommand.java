package io.runnel.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench session}. */
@Command(
        name = "session",
        description = "Append sessions as fast as they go, with live readers if wanted, then a catch-up read.")
final class SessionCommand implements Callable<Integer> {
    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final TimeOptions time = new TimeOptions();

    @Mixin
    private final BatchOptions batches = new BatchOptions();

    @Option(names = "--streams", paramLabel = "N", defaultValue = "1", description = "Default: 1.")
    private int streams;

    @Option(names = "--live-reader", description = "Follow every stream meanwhile.")
    private boolean liveReader;

    @Option(
            names = "--target-mibps",
            paramLabel = "MIBPS",
            description = "Send at this rate, all streams together, instead of as fast as it goes.")
    private double targetMibps;

    @Option(
            names = "--linger-ms",
            paramLabel = "MS",
            defaultValue = "5",
            description = "At a rate: how long a record waits for others. Default: 5.")
    private double lingerMillis;

    @Option(
            names = "--catch-ups",
            paramLabel = "N",
            defaultValue = "1",
            description = "How often to read the first stream at the end; the best counts. Default: 1.")
    private int catchUps;

    @Override
    public Integer call() throws Exception {
        double recordsPerSecond = targetMibps * Figures.MIB / batches.recordBytes() / streams;
        SessionLoad.Shape shape = batches.shape(streams, liveReader ? 1 : 0, recordsPerSecond, lingerMillis);
        try (Subject subject = server.open()) {
            System.out.println(SessionWork.run(subject, shape, batches.http2(), time.warmUp(), time.seconds(), catchUps)
                    .table());
        }
        return 0;
    }
}
