package io.runnel.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.engine.EngineListener.Session;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MetersTest {
    private final Meters meters = new Meters();

    private List<String> lines() {
        return meters.scrape().lines().toList();
    }

    @Test
    void appendsAreUnderTheNamesOfTheFieldsServer() {
        meters.engine().permitted(Duration.ofMillis(7).toNanos());
        meters.engine().acknowledged(20, 3000, Duration.ofMillis(30).toNanos());
        assertThat(lines())
                .contains(
                        "# TYPE s2_append_permit_latency_seconds histogram",
                        "s2_append_permit_latency_seconds_bucket{le=\"0.005\"} 0",
                        "s2_append_permit_latency_seconds_bucket{le=\"0.01\"} 1",
                        "s2_append_permit_latency_seconds_count 1",
                        "# TYPE s2_append_ack_latency_seconds histogram",
                        "s2_append_ack_latency_seconds_bucket{le=\"0.025\"} 0",
                        "s2_append_ack_latency_seconds_bucket{le=\"0.05\"} 1",
                        "# TYPE s2_append_batch_records histogram",
                        "s2_append_batch_records_bucket{le=\"10.0\"} 0",
                        "s2_append_batch_records_bucket{le=\"50.0\"} 1",
                        "s2_append_batch_records_sum 20.0",
                        "# TYPE s2_append_batch_bytes histogram",
                        "s2_append_batch_bytes_bucket{le=\"1024.0\"} 0",
                        "s2_append_batch_bytes_bucket{le=\"4096.0\"} 1",
                        "s2_append_batch_bytes_sum 3000.0");
    }

    @Test
    void readsAndSessionsAreCounted() {
        meters.engine().delivered(3, 100);
        meters.engine().delivered(4, 50);
        meters.engine().sessionOpened(Session.READ);
        meters.engine().sessionOpened(Session.READ);
        meters.engine().sessionClosed(Session.READ);
        meters.engine().sessionOpened(Session.APPEND);
        assertThat(lines())
                .contains(
                        "runnel_read_records_total 7.0",
                        "runnel_read_bytes_total 150.0",
                        "runnel_open_sessions{kind=\"read\"} 1.0",
                        "runnel_open_sessions{kind=\"append\"} 1.0");
    }

    @Test
    void theStorageIsMeasured() {
        meters.storage().flushed(5, 70_000);
        meters.storage().stored(70_000, Duration.ofMillis(40).toNanos());
        meters.storage().repeated();
        meters.storage().read(6, 2000, 2, 9000);
        meters.storage()
                .requested("main", "put", "done", 70_000, Duration.ofMillis(40).toNanos());
        meters.storage()
                .requested(
                        "main", "put", "conflict", 70_000, Duration.ofMillis(40).toNanos());
        meters.storage()
                .requested("log", "get", "failed", 0, Duration.ofMillis(40).toNanos());
        assertThat(lines())
                .contains(
                        "runnel_storage_flush_entries_sum 5.0",
                        "runnel_storage_flush_bytes_bucket{le=\"65536.0\"} 0",
                        "runnel_storage_flush_bytes_bucket{le=\"262144.0\"} 1",
                        "runnel_storage_flush_latency_seconds_bucket{le=\"0.05\"} 1",
                        "runnel_storage_retries_total 1.0",
                        "runnel_storage_read_entries_total 6.0",
                        "runnel_storage_read_bytes_total 2000.0",
                        "runnel_storage_fetches_total 2.0",
                        "runnel_storage_fetched_bytes_total 9000.0",
                        "runnel_storage_request_latency_seconds_count{ending=\"done\",operation=\"put\",store=\"main\"} 1",
                        "runnel_storage_request_latency_seconds_count{ending=\"conflict\",operation=\"put\",store=\"main\"} 1",
                        "runnel_storage_request_latency_seconds_count{ending=\"failed\",operation=\"get\",store=\"log\"} 1",
                        "runnel_storage_request_bytes_total{operation=\"put\",store=\"main\"} 140000.0");
    }

    @Test
    void requestsAreCountedByRouteAndStatus() {
        AtomicInteger open = new AtomicInteger(3);
        meters.http().watch(open);
        meters.http().answered(Route.RECORDS, 200, 1_000_000);
        meters.http().answered(Route.RECORDS, 200, 1_000_000);
        meters.http().answered(Route.RECORDS, 412, 1_000_000);
        meters.http().answered(null, 404, 1_000_000);
        assertThat(lines())
                .contains(
                        "runnel_http_requests_seconds_count{route=\"records\",status=\"200\"} 2",
                        "runnel_http_requests_seconds_count{route=\"records\",status=\"412\"} 1",
                        "runnel_http_requests_seconds_count{route=\"unknown\",status=\"404\"} 1",
                        "runnel_http_open_requests 3.0");
    }

    @Test
    void theProcessIsMeasuredUnderTheUsualNames() {
        assertThat(meters.scrape())
                .contains(
                        "process_cpu_seconds_total ",
                        "process_start_time_seconds ",
                        "process_open_fds ",
                        "process_resident_memory_bytes ",
                        "jvm_memory_used_bytes{area=\"heap\"} ",
                        "jvm_gc_collection_seconds_count{",
                        "jvm_threads_current ");
    }
}
