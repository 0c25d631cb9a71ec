package io.runnel.server;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import java.time.Duration;

/** The figures of one server and its JVM, in the text format of Prometheus; each kind is kept by a class of its own. */
final class Meters {
    /** From a store in memory to one that is in trouble. */
    private static final Duration[] LATENCIES = {
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofNanos(2_500_000),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final EngineMeters engine = new EngineMeters(registry);
    private final StorageMeters storage = new StorageMeters(registry);
    private final HttpMeters http = new HttpMeters(registry);
    private boolean watchesJvm;

    EngineMeters engine() {
        return engine;
    }

    StorageMeters storage() {
        return storage;
    }

    HttpMeters http() {
        return http;
    }

    /** All of them, as of now. */
    String scrape() {
        watchJvm();
        return registry.scrape();
    }

    /** Not before somebody wants to know: it would be a good part of a start. */
    private synchronized void watchJvm() {
        if (!watchesJvm) {
            // Micrometer's own have other names than the process_* and jvm_* that dashboards know.
            JvmMetrics.builder().register(registry.getPrometheusRegistry());
            watchesJvm = true;
        }
    }

    static Timer.Builder latency(String name, String description) {
        return Timer.builder(name).description(description).serviceLevelObjectives(LATENCIES);
    }

    static DistributionSummary.Builder sizes(String name, String description, double... buckets) {
        return DistributionSummary.builder(name).description(description).serviceLevelObjectives(buckets);
    }
}
