package io.runnel.bench;

import io.runnel.bench.Latencies.Percentiles;

/** Small unary appends in a closed loop, one in flight per stream, then a look at what they left. */
final class SmallWork {
    private static final int STREAMS_CHECKED = 10;

    private SmallWork() {}

    /** @param putsPerSecond to the store, if they can be counted */
    record Result(
            double appendsPerSecond,
            Percentiles latencies,
            double cpuMicrosPerAppend,
            double putsPerSecond,
            double rssMib) {
        MarkdownTable table() {
            return new MarkdownTable("appends/s", "p50 / p99 ms", "server CPU µs/append", "PUT/s", "server RSS MiB")
                    .row(appendsPerSecond, latencies, cpuMicrosPerAppend, putsPerSecond, rssMib);
        }
    }

    static Result run(Subject subject, int streams, int bodyBytes, double warmUp, double seconds) throws Exception {
        try (Basin basin = Basin.create(subject.endpoint());
                Client client = Client.of(subject.endpoint(), basin.name(), false);
                SmallLoad load = SmallLoad.open(subject.endpoint(), basin.name(), streams, bodyBytes)) {
            basin.createStreams(streams, SmallLoad::stream);
            Crew crew = new Crew();
            crew.start("appends", load::run);
            crew.runFor((long) (warmUp * 1000));
            load.latencies().start();
            Meter meter = Meter.start(subject);
            long acked = load.acked();
            crew.runFor((long) (seconds * 1000));
            acked = load.acked() - acked;
            Meter.Reading used = meter.stop();
            Percentiles latencies = load.latencies().stop();
            load.stop();
            crew.join("appends");
            for (int i = 0; i < Math.min(streams, STREAMS_CHECKED); i++) {
                SmallCheck.check(client, SmallLoad.stream(i), load.acked(i), bodyBytes);
            }
            return new Result(
                    acked / used.seconds(),
                    latencies,
                    used.cpuSeconds() * 1e6 / acked,
                    used.puts() / used.seconds(),
                    used.rssBytes() / Figures.MIB);
        }
    }
}
