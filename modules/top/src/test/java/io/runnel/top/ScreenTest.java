package io.runnel.top;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runnel.console.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScreenTest {
    private static final String BEFORE = """
            s2_append_batch_bytes_sum 0
            s2_append_batch_bytes_count 0
            s2_append_batch_records_sum 0
            s2_append_batch_records_count 0
            s2_append_ack_latency_seconds_bucket{le="0.005"} 0
            s2_append_ack_latency_seconds_bucket{le="+Inf"} 0
            """;
    private static final String LITTLE = """
            s2_append_batch_bytes_sum 2097152
            s2_append_batch_bytes_count 10
            s2_append_batch_records_sum 5000
            s2_append_batch_records_count 10
            s2_append_ack_latency_seconds_bucket{le="0.005"} 10
            s2_append_ack_latency_seconds_bucket{le="+Inf"} 10
            """;
    private static final String MORE = """
            runnel_read_bytes_total 4096
            runnel_read_records_total 8
            runnel_open_sessions{kind="append"} 3
            runnel_open_sessions{kind="read"} 4
            runnel_http_requests_seconds_count{route="records",status="200"} 6
            runnel_http_requests_seconds_count{route="records",status="503"} 2
            runnel_http_open_requests 7
            runnel_storage_flush_latency_seconds_count 100
            runnel_storage_flush_bytes_sum 1024
            runnel_storage_retries_total 0
            runnel_storage_request_latency_seconds_count{store="main",operation="put",ending="done"} 9
            runnel_storage_request_latency_seconds_count{store="main",operation="put",ending="failed"} 1
            runnel_storage_request_bytes_total{store="main",operation="put"} 1048576
            jvm_memory_used_bytes{area="heap"} 1048576
            jvm_memory_max_bytes{area="heap"} 10485760
            process_cpu_seconds_total 1
            """;

    private static View view(String after, String basin, int streams) {
        List<StreamRow> rows = new ArrayList<>();
        for (int i = 0; i < streams; i++) {
            rows.add(new StreamRow("stream/" + i, i, 1000L + i, "▁█"));
        }
        Change change = new Change(Snapshot.of(BEFORE, 0), Snapshot.of(after, 2_000_000_000L));
        return new View("http://here:1", 3725, change, Map.of("append", "▁▂█"), basin, streams, rows);
    }

    private static List<String> lines(View view) {
        return Screen.render(view, SortKey.RATE, Style.PLAIN, 100, 50);
    }

    @Test
    void saysWhatTheServerDoes() {
        List<String> lines = lines(view(LITTLE + MORE, "b", 2));
        assertThat(lines.get(0)).isEqualTo("http://here:1  up 1h 2m 5s");
        assertThat(lines.get(1)).contains("cpu 50%", "heap 1.00 MiB of 10.0 MiB");
        assertThat(lines)
                .anySatisfy(
                        line -> assertThat(line).startsWith("Append").contains("1.00 MiB", "2,500", "2.50 ms", "▁▂█"));
        assertThat(lines).anySatisfy(line -> assertThat(line).startsWith("Read").contains("2.00 KiB", " 4 "));
        assertThat(lines)
                .anySatisfy(line -> assertThat(line).startsWith("HTTP").contains("4 requests", "7 open", "1 failed"));
        assertThat(lines)
                .anySatisfy(line -> assertThat(line).startsWith("  put").contains("512 KiB", "0.5", "store main"));
        assertThat(lines.get(lines.size() - 1)).startsWith("stream/0");
        assertThat(lines.get(lines.size() - 2)).startsWith("stream/1").contains("1,001");
    }

    @Test
    void aServerThatTellsLittleIsShownAsFarAsItGoes() {
        List<String> lines = lines(view(LITTLE, "", 0));
        assertThat(lines)
                .anySatisfy(line -> assertThat(line).startsWith("Append").contains("1.00 MiB", "–"));
        assertThat(lines).anySatisfy(line -> assertThat(line).startsWith("Read").contains("–"));
        assertThat(lines).noneSatisfy(line -> assertThat(line).startsWith("Storage"));
        assertThat(lines.get(lines.size() - 1)).contains("--basin NAME");
        assertThat(lines).noneSatisfy(line -> assertThat(line).contains("NaN"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 40, 80, 200})
    void noLineIsWiderThanTheScreen(int columns) {
        List<String> lines = Screen.render(view(LITTLE + MORE, "b", 3), SortKey.NAME, Style.PLAIN, columns, 50);
        assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(columns));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 20, 40})
    void thereAreNoMoreLinesThanTheScreenHas(int rows) {
        View view = view(LITTLE + MORE, "b", 100);
        assertThat(Screen.render(view, SortKey.NAME, Style.PLAIN, 80, rows)).hasSize(rows);
    }

    @Test
    void coloursDoNotMoveAnything() {
        View view = view(LITTLE + MORE, "b", 3);
        List<String> coloured = Screen.render(view, SortKey.RATE, Style.COLOURED, 80, 50);
        assertThat(coloured.stream()
                        .map(line -> line.replaceAll("\033\\[[0-9;]*m", "").stripTrailing()))
                .isEqualTo(Screen.render(view, SortKey.RATE, Style.PLAIN, 80, 50))
                .isNotEqualTo(coloured);
    }

    @Test
    void programsAreToldTheSame() {
        ObjectNode json = ViewJson.of(view(LITTLE, "b", 2), SortKey.RATE);
        assertThat(json.at("/append/records").asLong()).isEqualTo(2500);
        assertThat(json.at("/append/ack_latency/p50").asDouble()).isEqualTo(0.0025);
        assertThat(json.at("/read/records").isNull()).isTrue();
        assertThat(json.at("/streams/0/stream").asText()).isEqualTo("stream/1");
        assertThat(json.at("/streams/0/next_seq_num").asLong()).isEqualTo(1001);
    }
}
