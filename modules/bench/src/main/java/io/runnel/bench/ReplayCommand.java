package io.runnel.bench;

import io.runnel.bench.Latencies.Percentiles;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench replay}. */
@Command(
        name = "replay",
        description = "Writes many streams, then reads all of them from their start at once, while something else is"
                + " appended at a rate.")
final class ReplayCommand implements Callable<Integer> {
    private static final int SAMPLE_MILLIS = 100;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final TimeOptions time = new TimeOptions();

    @Mixin
    private final BatchOptions batches = new BatchOptions();

    @Option(names = "--streams", paramLabel = "N", defaultValue = "500", description = "Default: ${DEFAULT-VALUE}.")
    private int streams;

    @Option(
            names = "--mib",
            paramLabel = "N",
            defaultValue = "2",
            description = "Size of each stream. Default: ${DEFAULT-VALUE}.")
    private int mib;

    @Option(
            names = "--append-rate",
            paramLabel = "N",
            defaultValue = "500",
            description = "Records per second that are appended meanwhile. Default: ${DEFAULT-VALUE}.")
    private double appendRate;

    @Override
    public Integer call() throws Exception {
        MarkdownTable table = new MarkdownTable(
                "replays", "MiB/s", "ack p50 / p99 ms", "ack max ms", "server CPU s/GiB", "server RSS MiB, at most");
        try (Subject subject = server.open();
                Basin replayed = Basin.create(subject.endpoint());
                Basin appended = Basin.create(subject.endpoint());
                Client reading = Client.of(subject.endpoint(), replayed.name(), batches.http2());
                Client appending = Client.of(subject.endpoint(), appended.name(), batches.http2())) {
            replayed.createStreams(streams, SessionLoad::stream);
            SessionLoad written = new SessionLoad(reading, batches.shape(streams, 0, 0, 0));
            written.start(mib * 1024L * 1024 / batches.recordBytes());
            written.awaitSent();

            appended.createStreams(1, SessionLoad::stream);
            SessionLoad appends = new SessionLoad(appending, batches.shape(1, 0, appendRate, 0));
            appends.start(Long.MAX_VALUE);
            appends.runFor(time.warmUp());
            appends.ackLatencies().start();
            appends.runFor(time.seconds());
            Percentiles alone = appends.ackLatencies().stop();
            table.row(0, 0.0, alone, alone.max(), 0.0, subject.stats().rssBytes() / Figures.MIB);

            appends.ackLatencies().start();
            Meter meter = Meter.start(subject);
            double mostRss = replay(written, appends, subject);
            Meter.Reading used = meter.stop();
            Percentiles meanwhile = appends.ackLatencies().stop();
            double mibs = (double) streams * mib;
            table.row(
                    streams,
                    mibs / used.seconds(),
                    meanwhile,
                    meanwhile.max(),
                    used.cpuSeconds() / (mibs / 1024),
                    mostRss / Figures.MIB);
            appends.finish();
        }
        System.out.println(table);
        return 0;
    }

    /** Reads all streams at once. @return the server's resident memory at its most */
    private double replay(SessionLoad written, SessionLoad appends, Subject subject) throws Exception {
        Crew crew = new Crew();
        AtomicInteger left = new AtomicInteger(streams);
        for (int i = 0; i < streams; i++) {
            int stream = i;
            crew.start("replay-" + i, () -> {
                written.catchUp(stream);
                left.decrementAndGet();
            });
        }
        long mostRss = 0;
        while (left.get() > 0) {
            crew.runFor(SAMPLE_MILLIS);
            appends.runFor(0);
            mostRss = Math.max(mostRss, subject.stats().rssBytes());
        }
        return mostRss;
    }
}
