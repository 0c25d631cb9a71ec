package io.runnel.server;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.runnel.model.StorageListener;

/** What the storage of this node does. */
final class StorageMeters implements StorageListener {
    private final DistributionSummary flushEntries;
    private final DistributionSummary flushBytes;
    private final Timer flushLatency;
    private final Counter retries;
    private final Counter readEntries;
    private final Counter readBytes;
    private final Counter fetches;
    private final Counter fetchedBytes;
    private final Counter movedBytes;
    private final Counter droppedBytes;
    private final Counter deletedObjects;
    private final Counter forgottenStreams;
    private final Meter.MeterProvider<Timer> requests;
    private final Meter.MeterProvider<Counter> requestBytes;

    StorageMeters(MeterRegistry registry) {
        flushEntries = Meters.sizes(
                        "runnel.storage.flush.entries", "Batches put together into one object", 1, 4, 16, 64, 256, 1024)
                .register(registry);
        flushBytes = Meters.sizes(
                        "runnel.storage.flush.bytes",
                        "Size of an object of the log",
                        4 << 10,
                        16 << 10,
                        64 << 10,
                        256 << 10,
                        1 << 20,
                        4 << 20,
                        8 << 20,
                        16 << 20)
                .register(registry);
        flushLatency = Meters.latency("runnel.storage.flush.latency", "Time until an object of the log is durable")
                .register(registry);
        retries = counter(registry, "retries", "Writes to the object store that had to be repeated");
        readEntries = counter(registry, "read.entries", "Batches read back");
        readBytes = counter(registry, "read.bytes", "Bytes of the batches read back");
        fetches = counter(registry, "fetches", "Requests to the object store that reading has cost");
        fetchedBytes = counter(registry, "fetched.bytes", "Bytes that were fetched from the object store to read");
        movedBytes = counter(registry, "moved.bytes", "Bytes of batches that moved to segments");
        droppedBytes =
                counter(registry, "dropped.bytes", "Bytes of batches that were left out: trimmed, deleted, expired");
        deletedObjects = counter(registry, "deleted.objects", "Objects deleted that nothing named any more");
        forgottenStreams = counter(
                registry,
                "forgotten.streams",
                "Deleted streams and basins of which nothing is left, neither stored nor in memory");
        requests = Meters.latency("runnel.storage.request.latency", "Time that a request to an object store took")
                .withRegistry(registry);
        requestBytes = Counter.builder("runnel.storage.request.bytes")
                .description("Bytes of objects that went to an object store, or came from it")
                .withRegistry(registry);
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder("runnel.storage." + name)
                .description(description)
                .register(registry);
    }

    @Override
    public void flushed(int entries, int bytes) {
        flushEntries.record(entries);
        flushBytes.record(bytes);
    }

    @Override
    public void stored(int bytes, long nanos) {
        flushLatency.record(nanos, NANOSECONDS);
    }

    @Override
    public void repeated() {
        retries.increment();
    }

    @Override
    public void compacted(long moved, long dropped) {
        movedBytes.increment((double) moved);
        droppedBytes.increment((double) dropped);
    }

    @Override
    public void forgotten(int streams) {
        forgottenStreams.increment(streams);
    }

    @Override
    public void collected(int objects) {
        deletedObjects.increment(objects);
    }

    @Override
    public void read(int entries, long bytes, int requests, long fetched) {
        readEntries.increment(entries);
        readBytes.increment((double) bytes);
        fetches.increment(requests);
        fetchedBytes.increment((double) fetched);
    }

    @Override
    public void requested(String store, String operation, String ending, long bytes, long nanos) {
        requests.withTags("store", store, "operation", operation, "ending", ending)
                .record(nanos, NANOSECONDS);
        requestBytes.withTags("store", store, "operation", operation).increment((double) bytes);
    }
}
