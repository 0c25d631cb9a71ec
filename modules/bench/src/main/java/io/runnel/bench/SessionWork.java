package io.runnel.bench;

import io.runnel.bench.Latencies.Percentiles;

/** Appends by sessions, follows live if wanted, then reads what was written from its start. */
final class SessionWork {
    private static final String[] TITLES = {
        "append MiB/s",
        "records/s",
        "ack p50 / p99 ms",
        "end to end p50 / p99 ms",
        "catch-up MiB/s",
        "server CPU s/GiB",
        "server RSS MiB"
    };

    private SessionWork() {}

    /**
     * @param putsPerSecond to its store, while it took appends; 0 if they cannot be counted
     * @param cpuSecondsPerGib of the server while it took appends, its followers included; 0 if not known
     * @param catchUpMibs 0 if there was no catch-up
     */
    record Result(
            double appendMibs,
            double recordsPerSecond,
            Percentiles acks,
            Percentiles endToEnd,
            double deliveredMibs,
            double catchUpMibs,
            double putsPerSecond,
            double cpuSecondsPerGib,
            double rssMib) {
        MarkdownTable table() {
            return new MarkdownTable(TITLES)
                    .row(appendMibs, recordsPerSecond, acks, endToEnd, catchUpMibs, cpuSecondsPerGib, rssMib);
        }
    }

    /** @param catchUps how often the first stream is read at the end; the best counts */
    static Result run(
            Subject subject, SessionLoad.Shape shape, boolean http2, double warmUp, double seconds, int catchUps)
            throws Exception {
        try (Basin basin = Basin.create(subject.endpoint());
                Client client = Client.of(subject.endpoint(), basin.name(), http2)) {
            basin.createStreams(shape.streams(), SessionLoad::stream);
            SessionLoad load = new SessionLoad(client, shape);
            load.start(Long.MAX_VALUE);
            load.runFor(warmUp);
            load.ackLatencies().start();
            load.followLatencies().start();
            Meter meter = Meter.start(subject);
            long acked = load.acked();
            long delivered = load.delivered();
            load.runFor(seconds);
            acked = load.acked() - acked;
            delivered = load.delivered() - delivered;
            Meter.Reading used = meter.stop();
            Percentiles acks = load.ackLatencies().stop();
            Percentiles endToEnd = load.followLatencies().stop();
            load.finish();

            double best = 0;
            for (int i = 0; i < catchUps; i++) {
                double mib = (double) load.appended(0) * shape.recordBytes() / Figures.MIB;
                best = Math.max(best, mib / load.catchUp(0));
            }
            double bytes = (double) acked * shape.recordBytes();
            return new Result(
                    bytes / Figures.MIB / used.seconds(),
                    acked / used.seconds(),
                    acks,
                    endToEnd,
                    (double) delivered * shape.recordBytes() / Figures.MIB / used.seconds(),
                    best,
                    used.puts() / used.seconds(),
                    used.cpuSeconds() / (bytes / Figures.GIB),
                    subject.stats().rssBytes() / Figures.MIB);
        }
    }
}
