package io.runnel.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench fanout}. */
@Command(name = "fanout", description = "One stream, one append session, many followers.")
final class FanoutCommand implements Callable<Integer> {
    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final TimeOptions time = new TimeOptions();

    @Mixin
    private final BatchOptions batches = new BatchOptions();

    @Option(names = "--followers", paramLabel = "N", defaultValue = "100", description = "Default: 100.")
    private int followers;

    @Option(
            names = "--target-mibps",
            paramLabel = "MIBPS",
            defaultValue = "2",
            description = "Rate of the append session; 0 for as fast as it goes. Default: ${DEFAULT-VALUE}.")
    private double targetMibps;

    @Option(names = "--linger-ms", paramLabel = "MS", defaultValue = "5", description = "Default: ${DEFAULT-VALUE}.")
    private double lingerMillis;

    @Override
    public Integer call() throws Exception {
        double recordsPerSecond = targetMibps * Figures.MIB / batches.recordBytes();
        SessionLoad.Shape shape = batches.shape(1, followers, recordsPerSecond, lingerMillis);
        try (Subject subject = server.open()) {
            SessionWork.Result result =
                    SessionWork.run(subject, shape, batches.http2(), time.warmUp(), time.seconds(), 0);
            System.out.println(new MarkdownTable(
                            "append MiB/s",
                            "delivered MiB/s",
                            "ack p50 / p99 ms",
                            "end to end p50 / p99 ms",
                            "server CPU s/GiB appended",
                            "server RSS MiB")
                    .row(
                            result.appendMibs(),
                            result.deliveredMibs(),
                            result.acks(),
                            result.endToEnd(),
                            result.cpuSecondsPerGib(),
                            result.rssMib()));
        }
        return 0;
    }
}
