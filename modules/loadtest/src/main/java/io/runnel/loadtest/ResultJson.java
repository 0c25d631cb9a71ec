package io.runnel.loadtest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A result for programs. Latencies are in microseconds, bytes are metered ones. */
final class ResultJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ResultJson() {}

    static ObjectNode of(BenchResult result) {
        ObjectNode root = NODES.objectNode();
        root.set("settings", settings(result.settings()));
        ArrayNode streams = root.putArray("streams");
        result.streams().forEach(streams::add);
        root.put("interrupted", result.interrupted());
        root.put("verified", result.mismatch() == null && result.catchup() != null);
        root.put("mismatch", result.mismatch());
        root.set("write", throughput(result.written()));
        root.set("read", throughput(result.read()));
        Throughput catchup = result.catchup();
        root.set("catchup", catchup == null ? NODES.nullNode() : throughput(catchup));
        root.set("ack_latency_us", quantiles(result.ack()));
        root.set("end_to_end_latency_us", quantiles(result.endToEnd()));
        ArrayNode series = root.putArray("series");
        result.moments().forEach(moment -> series.add(moment(moment)));
        return root;
    }

    private static ObjectNode settings(BenchSettings settings) {
        return NODES.objectNode()
                .put("basin", settings.basin())
                .put("storage_class", settings.storageClass())
                .put("record_size", settings.recordSize())
                .put("target_mibps", settings.targetMibps())
                .put("duration_seconds", settings.duration().toMillis() / 1e3)
                .put("catchup_delay_seconds", settings.catchupDelay().toMillis() / 1e3)
                .put("streams", settings.streams());
    }

    private static ObjectNode throughput(Throughput all) {
        return NODES.objectNode()
                .put("bytes", all.bytes())
                .put("records", all.records())
                .put("seconds", rounded(all.seconds()))
                .put("mib_per_second", rounded(all.mibPerSecond()))
                .put("records_per_second", rounded(all.recordsPerSecond()));
    }

    private static ObjectNode quantiles(Quantiles all) {
        return NODES.objectNode()
                .put("count", all.count())
                .put("min", all.min())
                .put("p50", all.p50())
                .put("p90", all.p90())
                .put("p99", all.p99())
                .put("p99.9", all.p999())
                .put("max", all.max());
    }

    private static ObjectNode moment(Moment moment) {
        ObjectNode node = NODES.objectNode().put("at_seconds", rounded(moment.atSeconds()));
        node.set("write", throughput(moment.written()));
        node.set("read", throughput(moment.read()));
        node.set("ack_latency_us", quantiles(moment.ack()));
        node.set("end_to_end_latency_us", quantiles(moment.endToEnd()));
        return node;
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
