package io.runnel.loadtest;

import io.runnel.sdk.AppendSessionOptions;
import io.runnel.sdk.Producer;
import io.runnel.sdk.ProducerOptions;
import io.runnel.sdk.ReadBatch;
import io.runnel.sdk.ReadOptions;
import io.runnel.sdk.ReadSession;
import io.runnel.sdk.ReadStart;
import io.runnel.sdk.RecordAck;
import io.runnel.sdk.SequencedRecord;
import io.runnel.sdk.StreamClient;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Writes to one stream and reads it. Each of its three tasks is done by one thread, which the others may wake. */
final class StreamLoad {
    private static final Duration LINGER = Duration.ofMillis(5);

    private final RunState run;
    private final StreamClient stream;
    private final String uri;
    private final int recordSize;
    private final long durationNanos;
    private final Pace pace;
    private final RecordMaker maker;
    private final ChainCheck live;
    private final SendTimes sendTimes;
    private final BiConsumer<@Nullable RecordAck, @Nullable Throwable> acknowledged = this::acknowledged;

    private volatile long written = -1;
    private volatile @Nullable Producer producer;
    private volatile @Nullable ReadSession reader;

    StreamLoad(RunState run, StreamClient stream, BenchSettings settings, long seed) {
        this.run = run;
        this.stream = stream;
        this.uri = "stream s2://" + stream.basin() + "/" + stream.name();
        this.recordSize = settings.recordSize();
        this.durationNanos = settings.duration().toNanos();
        this.pace = new Pace(settings.bytesPerSecond());
        this.maker = new RecordMaker(recordSize, seed);
        this.live = new ChainCheck(uri + " (live read)", recordSize);
        this.sendTimes = new SendTimes(AppendSessionOptions.DEFAULT.maxInFlightBytes() / recordSize + 1);
    }

    /** Writes until the time is over or the run ends; then until all is durable. */
    void write() throws InterruptedException {
        Producer opened = stream.producer(ProducerOptions.DEFAULT.withLinger(LINGER));
        producer = opened;
        long sent = 0;
        // One record at least, however late this thread began.
        for (long now = run.elapsedNanos();
                (sent == 0 || now < durationNanos) && !run.isEnding();
                now = run.elapsedNanos()) {
            long delay = pace.delayNanos(now);
            if (delay > 0) {
                LockSupport.parkNanos(Math.min(delay, durationNanos - now));
                continue;
            }
            long micros = now / 1000;
            sendTimes.put(sent, micros);
            var unused = opened.submit(maker.next(micros)).acknowledged().whenComplete(acknowledged);
            sent++;
            pace.sent(recordSize);
        }
        opened.close();
        written = sent;
    }

    private void acknowledged(@Nullable RecordAck ack, @Nullable Throwable failure) {
        if (ack != null) {
            run.writes.add(recordSize, run.elapsedMicros() - sendTimes.get(ack.seqNum()));
        } else if (failure != null) {
            run.fail(failure);
        }
    }

    /** Reads from the beginning, and follows until {@link #endLiveRead} finds that it has everything. */
    void readLive() throws InterruptedException {
        try (ReadSession session = open(ReadOptions.from(ReadStart.beginning()))) {
            for (ReadBatch batch = session.next(); batch != null; batch = session.next()) {
                long now = run.elapsedMicros();
                for (SequencedRecord each : batch.records()) {
                    live.accept(each.seqNum(), each.headers(), each.body());
                    run.reads.add(each.meteredBytes(), now - each.timestamp());
                }
            }
        }
        if (!run.isEnding()) {
            live.end(written, maker.lastHash());
        }
    }

    /** Ends the live read if it has all that was written, or in any case. */
    void endLiveRead(boolean always) {
        ReadSession session = reader;
        if (session != null && (always || (written >= 0 && live.records() >= written))) {
            session.close();
        }
    }

    /** Reads from the beginning to the tail, and compares the end. */
    void catchUp() throws InterruptedException {
        ChainCheck check = new ChainCheck(uri + " (catch-up read)", recordSize);
        if (written == 0) {
            return;
        }
        try (ReadSession session = open(ReadOptions.from(ReadStart.beginning()).withWait(Duration.ZERO))) {
            for (ReadBatch batch = session.next(); batch != null; batch = session.next()) {
                for (SequencedRecord each : batch.records()) {
                    check.accept(each.seqNum(), each.headers(), each.body());
                    run.catchupBytes.add(each.meteredBytes());
                    run.catchupRecords.increment();
                }
            }
        }
        if (!run.isEnding()) {
            check.end(written, maker.lastHash());
        }
    }

    private ReadSession open(ReadOptions options) {
        ReadSession session = stream.readSession(options);
        reader = session;
        return session;
    }

    /** Ends what is still under way; threads that wait for it go on. */
    void abort() {
        Producer writer = producer;
        if (writer != null) {
            writer.abort();
        }
        endLiveRead(true);
    }
}
