package io.runnel.loadtest;

import io.runnel.console.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Two distributions of latencies in text: side by side if there is room, otherwise one below the other. */
final class LatencyTables {
    /** Columns from which on they stand side by side. */
    static final int WIDE = 92;

    private static final int TABLE_WIDTH = 44;
    private static final int BAR_WIDTH = 22;

    private LatencyTables() {}

    static List<String> render(Quantiles ack, Quantiles endToEnd, int columns, Style style) {
        List<String> left = table("Ack latency", ack, style);
        List<String> right = table("End-to-end latency", endToEnd, style);
        List<String> lines = new ArrayList<>();
        if (columns < WIDE) {
            lines.addAll(left);
            lines.add("");
            lines.addAll(right);
            return lines.stream().map(String::stripTrailing).toList();
        }
        for (int i = 0; i < left.size(); i++) {
            lines.add((left.get(i) + "  " + right.get(i)).stripTrailing());
        }
        return lines;
    }

    /** Lines of the same visible width. */
    private static List<String> table(String title, Quantiles latencies, Style style) {
        String count = String.format(Locale.ROOT, "(n = %,d)", latencies.count());
        String heading = title + " " + count;
        List<String> lines = new ArrayList<>();
        lines.add(style.heading(title) + " " + style.dim(count) + " ".repeat(TABLE_WIDTH - heading.length()));
        lines.add(row("min", latencies.min(), latencies, style));
        lines.add(row("p50", latencies.p50(), latencies, style));
        lines.add(row("p90", latencies.p90(), latencies, style));
        lines.add(row("p99", latencies.p99(), latencies, style));
        lines.add(row("p99.9", latencies.p999(), latencies, style));
        lines.add(row("max", latencies.max(), latencies, style));
        return lines;
    }

    private static String row(String name, long micros, Quantiles all, Style style) {
        String value = all.count() == 0 ? "-" : Micros.text(micros);
        int length = all.max() == 0 ? 0 : (int) Math.ceil((double) BAR_WIDTH * micros / all.max());
        String bar = "▇".repeat(length);
        String padding = " ".repeat(TABLE_WIDTH - 20 - length);
        return String.format(Locale.ROOT, "  %-6s%10s  ", name, value) + style.changed(bar) + padding;
    }
}
