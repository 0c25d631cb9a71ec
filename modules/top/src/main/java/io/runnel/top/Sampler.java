package io.runnel.top;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Asks the server again and again, and makes of each two answers what is shown. Used by one thread at a time. */
final class Sampler {
    private static final int TREND = 24;

    private final Metrics metrics;
    private final @Nullable StreamPoll streams;
    private final LongSupplier nanoTime;
    private final Clock clock;
    private final Trend appended = new Trend(TREND);
    private final Trend read = new Trend(TREND);
    private @Nullable Snapshot last;

    /** @param streams null if none are shown */
    Sampler(Metrics metrics, @Nullable StreamPoll streams, LongSupplier nanoTime, Clock clock) {
        this.metrics = metrics;
        this.streams = streams;
        this.nanoTime = nanoTime;
        this.clock = clock;
    }

    /** What happened since this was last called; nothing yet at the first time. */
    View sample() throws InterruptedException {
        Snapshot now = Snapshot.of(metrics.read(), nanoTime.getAsLong());
        Snapshot before = last == null ? now : last;
        last = now;
        List<StreamRow> rows = streams == null ? List.of() : streams.poll();
        double uptime = clock.millis() / 1e3 - now.sum("process_start_time_seconds");
        Change change = new Change(before, now);
        if (before != now) {
            appended.add(change.rate("s2_append_batch_bytes_sum"));
            read.add(change.rate("runnel_read_bytes_total"));
        }
        return new View(
                metrics.server(),
                uptime,
                change,
                Map.of("append", appended.toString(), "read", read.toString()),
                streams == null ? "" : streams.basin(),
                streams == null ? 0 : streams.count(),
                rows);
    }
}
