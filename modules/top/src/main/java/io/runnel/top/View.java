package io.runnel.top;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Everything that is shown, before it is given a form. NaN stands for what the server does not tell.
 *
 * @param server its address
 * @param uptimeSeconds of its process
 * @param trends by the name of what they are of: append, read
 * @param basin whose streams are shown; empty for none
 * @param streamCount how many there are in it, including those that are not known yet
 */
record View(
        String server,
        double uptimeSeconds,
        Change change,
        Map<String, String> trends,
        String basin,
        int streamCount,
        List<StreamRow> streams) {
    private static final String REQUESTS = "runnel_storage_request_latency_seconds";

    View {
        trends = Map.copyOf(trends);
        streams = List.copyOf(streams);
    }

    double appendedBytes() {
        return change.rate("s2_append_batch_bytes_sum");
    }

    double appendedRecords() {
        return change.rate("s2_append_batch_records_sum");
    }

    double appendedBatches() {
        return change.rate("s2_append_batch_records_count");
    }

    double ackLatency(double quantile) {
        return change.quantile(quantile, "s2_append_ack_latency_seconds");
    }

    double readBytes() {
        return change.rate("runnel_read_bytes_total");
    }

    double readRecords() {
        return change.rate("runnel_read_records_total");
    }

    /** @param kind append or read */
    double sessions(String kind) {
        return change.after().sum("runnel_open_sessions", Map.of("kind", kind));
    }

    double requests() {
        return change.rate("runnel_http_requests_seconds_count");
    }

    /** Answers with a status of 500 and above, per second. */
    double serverErrors() {
        return change.after().labels("runnel_http_requests_seconds_count", "status").stream()
                .filter(status -> status.startsWith("5"))
                .mapToDouble(status -> change.rate("runnel_http_requests_seconds_count", Map.of("status", status)))
                .sum();
    }

    double openRequests() {
        return change.after().sum("runnel_http_open_requests");
    }

    double flushes() {
        return change.rate("runnel_storage_flush_latency_seconds_count");
    }

    double flushedBytes() {
        return change.rate("runnel_storage_flush_bytes_sum");
    }

    double flushLatency(double quantile) {
        return change.quantile(quantile, "runnel_storage_flush_latency_seconds");
    }

    double retries() {
        return change.rate("runnel_storage_retries_total");
    }

    double fetchedBytes() {
        return change.rate("runnel_storage_fetched_bytes_total");
    }

    /** Processors that are busy: 1 for one of them. */
    double cpu() {
        return change.rate("process_cpu_seconds_total");
    }

    double heapUsed() {
        return change.after().sum("jvm_memory_used_bytes", Map.of("area", "heap"));
    }

    double heapMax() {
        return change.after().sum("jvm_memory_max_bytes", Map.of("area", "heap"));
    }

    double residentBytes() {
        return change.after().sum("process_resident_memory_bytes");
    }

    /** The requests to object stores, by store and operation. */
    List<StoreRow> storage() {
        return change.after().labels(REQUESTS + "_count", "store").stream()
                .flatMap(this::storage)
                .toList();
    }

    private Stream<StoreRow> storage(String store) {
        return new TreeSet<>(change.after().labels(REQUESTS + "_count", "operation"))
                .stream()
                        .filter(operation ->
                                change.after().sum(REQUESTS + "_count", Map.of("store", store, "operation", operation))
                                        > 0)
                        .map(operation -> storage(store, operation));
    }

    private StoreRow storage(String store, String operation) {
        Map<String, String> labels = Map.of("store", store, "operation", operation);
        Map<String, String> failed = Map.of("store", store, "operation", operation, "ending", "failed");
        return new StoreRow(
                store,
                operation,
                change.rate(REQUESTS + "_count", labels),
                change.rate("runnel_storage_request_bytes_total", labels),
                change.quantile(0.5, REQUESTS, labels),
                change.quantile(0.99, REQUESTS, labels),
                change.rate(REQUESTS + "_count", failed));
    }
}
