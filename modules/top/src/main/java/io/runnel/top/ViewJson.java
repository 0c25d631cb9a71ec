package io.runnel.top;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;

/** A {@link View} for programs: rates are per second, latencies in seconds; null for what the server does not tell. */
final class ViewJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ViewJson() {}

    static ObjectNode of(View view, SortKey order) {
        ObjectNode root = NODES.objectNode().put("server", view.server());
        put(root, "uptime_seconds", view.uptimeSeconds());
        put(root, "interval_seconds", view.change().seconds());
        put(root, "cpu", view.cpu());
        put(root, "heap_used_bytes", view.heapUsed());
        put(root, "heap_max_bytes", view.heapMax());
        put(root, "resident_bytes", view.residentBytes());
        ObjectNode append = root.putObject("append");
        put(append, "bytes", view.appendedBytes());
        put(append, "records", view.appendedRecords());
        put(append, "batches", view.appendedBatches());
        put(append, "sessions", view.sessions("append"));
        latencies(append, "ack_latency", view.ackLatency(0.5), view.ackLatency(0.99));
        ObjectNode read = root.putObject("read");
        put(read, "bytes", view.readBytes());
        put(read, "records", view.readRecords());
        put(read, "sessions", view.sessions("read"));
        ObjectNode http = root.putObject("http");
        put(http, "requests", view.requests());
        put(http, "server_errors", view.serverErrors());
        put(http, "open_requests", view.openRequests());
        ObjectNode storage = root.putObject("storage");
        put(storage, "flushes", view.flushes());
        put(storage, "flushed_bytes", view.flushedBytes());
        put(storage, "retries", view.retries());
        put(storage, "fetched_bytes", view.fetchedBytes());
        latencies(storage, "flush_latency", view.flushLatency(0.5), view.flushLatency(0.99));
        ArrayNode requests = storage.putArray("requests");
        view.storage().forEach(each -> requests.add(request(each)));
        if (!view.basin().isEmpty()) {
            root.put("basin", view.basin()).put("stream_count", view.streamCount());
            ArrayNode streams = root.putArray("streams");
            view.streams().stream().sorted(order.order()).forEach(each -> streams.add(stream(each)));
        }
        return root;
    }

    private static ObjectNode request(StoreRow row) {
        ObjectNode node = NODES.objectNode().put("store", row.store()).put("operation", row.operation());
        put(node, "requests", row.requestsPerSecond());
        put(node, "bytes", row.bytesPerSecond());
        put(node, "failures", row.failuresPerSecond());
        latencies(node, "latency", row.p50Seconds(), row.p99Seconds());
        return node;
    }

    private static ObjectNode stream(StreamRow row) {
        ObjectNode node = NODES.objectNode().put("stream", row.name());
        put(node, "records", row.recordsPerSecond());
        return node.put("next_seq_num", new BigInteger(Long.toUnsignedString(row.nextSeqNum())));
    }

    private static void latencies(ObjectNode node, String name, double p50, double p99) {
        ObjectNode latencies = node.putObject(name);
        put(latencies, "p50", p50);
        put(latencies, "p99", p99);
    }

    private static void put(ObjectNode node, String name, double value) {
        if (Double.isNaN(value)) {
            node.putNull(name);
        } else if (value == Math.rint(value) && Math.abs(value) < 1L << 53) {
            node.put(name, (long) value);
        } else {
            node.put(name, Math.round(value * 1e6) / 1e6);
        }
    }
}
