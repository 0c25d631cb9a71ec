package io.runnel.server;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.runnel.engine.EngineListener;
import java.util.concurrent.atomic.AtomicInteger;

/** What is appended and read. The names that begin with s2 are those of the field's server (contract 1.2). */
final class EngineMeters implements EngineListener {
    private final Timer permitLatency;
    private final Timer ackLatency;
    private final DistributionSummary batchRecords;
    private final DistributionSummary batchBytes;
    private final Counter readRecords;
    private final Counter readBytes;
    private final AtomicInteger appendSessions = new AtomicInteger();
    private final AtomicInteger readSessions = new AtomicInteger();

    EngineMeters(MeterRegistry registry) {
        permitLatency = Meters.latency("s2.append.permit.latency", "Wait of a batch for room among the bytes in flight")
                .register(registry);
        ackLatency = Meters.latency("s2.append.ack.latency", "Time from the permit of a batch until it is durable")
                .register(registry);
        batchRecords = Meters.sizes(
                        "s2.append.batch.records", "Records of a durable batch", 1, 10, 50, 100, 250, 500, 1000)
                .register(registry);
        batchBytes = Meters.sizes(
                        "s2.append.batch.bytes",
                        "Metered bytes of a durable batch",
                        512,
                        1 << 10,
                        4 << 10,
                        16 << 10,
                        64 << 10,
                        256 << 10,
                        512 << 10,
                        1 << 20)
                .register(registry);
        readRecords = Counter.builder("runnel.read.records")
                .description("Records delivered to readers")
                .register(registry);
        readBytes = Counter.builder("runnel.read.bytes")
                .description("Metered bytes delivered to readers")
                .register(registry);
        open(registry, "append", appendSessions);
        open(registry, "read", readSessions);
    }

    private static void open(MeterRegistry registry, String kind, AtomicInteger sessions) {
        Gauge.builder("runnel.open.sessions", sessions, AtomicInteger::get)
                .description("Sessions that are open")
                .tag("kind", kind)
                .register(registry);
    }

    @Override
    public void permitted(long nanos) {
        permitLatency.record(nanos, NANOSECONDS);
    }

    @Override
    public void acknowledged(int records, int meteredBytes, long nanos) {
        ackLatency.record(nanos, NANOSECONDS);
        batchRecords.record(records);
        batchBytes.record(meteredBytes);
    }

    @Override
    public void delivered(int records, long meteredBytes) {
        readRecords.increment(records);
        readBytes.increment((double) meteredBytes);
    }

    @Override
    public void sessionOpened(Session kind) {
        sessions(kind).incrementAndGet();
    }

    @Override
    public void sessionClosed(Session kind) {
        sessions(kind).decrementAndGet();
    }

    private AtomicInteger sessions(Session kind) {
        return kind == Session.APPEND ? appendSessions : readSessions;
    }
}
