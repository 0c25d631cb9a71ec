package io.runnel.top;

import io.runnel.console.Durations;
import io.runnel.console.Style;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Gives a {@link View} a form, line by line. */
final class Screen {
    private static final int TITLE = 8;
    private static final int FIGURE = 12;
    private static final int NARROWEST_NAME = 20;

    private final View view;
    private final Style style;
    private final int columns;
    private final List<String> lines = new ArrayList<>();

    private Screen(View view, Style style, int columns) {
        this.view = view;
        this.style = style;
        this.columns = columns;
    }

    /**
     * @param rows how many lines there may be; streams that do not fit are left out
     */
    static List<String> render(View view, SortKey order, Style style, int columns, int rows) {
        Screen screen = new Screen(view, style, columns);
        screen.head();
        screen.traffic();
        screen.storage();
        screen.streams(order, rows);
        return screen.lines.subList(0, Math.min(rows, screen.lines.size()));
    }

    private Row row() {
        return new Row(columns);
    }

    private void put(Row row) {
        lines.add(row.toString());
    }

    private Row titled(String title) {
        return row().left(title, TITLE, style::heading);
    }

    private void head() {
        Row row = row().add(view.server(), style::heading);
        if (!Double.isNaN(view.uptimeSeconds())) {
            row.add("  up " + Durations.format(Duration.ofSeconds((long) Math.max(0, view.uptimeSeconds()))));
        }
        put(row);
        if (!Double.isNaN(view.heapUsed())) {
            put(titled("Process")
                    .left("cpu " + percent(view.cpu()), FIGURE, UnaryOperator.identity())
                    .add("heap " + Units.bytes(view.heapUsed()) + " of " + Units.bytes(view.heapMax()))
                    .add("  resident " + Units.bytes(view.residentBytes())));
        }
        lines.add("");
    }

    private static String percent(double busy) {
        return Double.isNaN(busy) ? Units.NONE : Units.count(Math.rint(busy * 100)) + "%";
    }

    private void traffic() {
        put(row().add(" ".repeat(TITLE + 2), style::dim)
                .right("per second", FIGURE, style::dim)
                .right("records", 9, style::dim)
                .right("sessions", 8, style::dim)
                .right("p50", 8, style::dim)
                .right("p99", 8, style::dim)
                .add("trend", style::dim));
        put(traffic("Append", view.appendedBytes(), view.appendedRecords(), view.sessions("append"))
                .right(Units.seconds(view.ackLatency(0.5)), 8)
                .right(Units.seconds(view.ackLatency(0.99)), 8)
                .add(view.trends().getOrDefault("append", ""), style::added));
        put(traffic("Read", view.readBytes(), view.readRecords(), view.sessions("read"))
                .right("", 8)
                .right("", 8)
                .add(view.trends().getOrDefault("read", ""), style::notice));
        double errors = view.serverErrors();
        put(titled("HTTP")
                .right(Units.count(view.requests()) + " requests", FIGURE + 11)
                .right(Units.count(view.openRequests()) + " open", 8)
                .add(errors > 0 ? Units.count(errors) + " failed" : "", style::failure));
        lines.add("");
    }

    private Row traffic(String title, double bytes, double records, double sessions) {
        return titled(title)
                .right(Units.bytes(bytes), FIGURE)
                .right(Units.count(records), 9)
                .right(Units.count(sessions), 8);
    }

    private void storage() {
        if (Double.isNaN(view.flushes())) {
            return;
        }
        put(row().left("Storage", TITLE, style::heading)
                .right("per second", FIGURE, style::dim)
                .right("requests", 9, style::dim)
                .right("failed", 8, style::dim)
                .right("p50", 8, style::dim)
                .right("p99", 8, style::dim));
        put(row().left("  log", TITLE, UnaryOperator.identity())
                .right(Units.bytes(view.flushedBytes()), FIGURE)
                .right(Units.count(view.flushes()), 9)
                .right(view.retries() > 0 ? Units.count(view.retries()) : "", 8, style::failure)
                .right(Units.seconds(view.flushLatency(0.5)), 8)
                .right(Units.seconds(view.flushLatency(0.99)), 8)
                .add("flushes", style::dim));
        for (StoreRow each : view.storage()) {
            put(row().left("  " + each.operation(), TITLE, UnaryOperator.identity())
                    .right(Units.bytes(each.bytesPerSecond()), FIGURE)
                    .right(Units.count(each.requestsPerSecond()), 9)
                    .right(each.failuresPerSecond() > 0 ? Units.count(each.failuresPerSecond()) : "", 8, style::failure)
                    .right(Units.seconds(each.p50Seconds()), 8)
                    .right(Units.seconds(each.p99Seconds()), 8)
                    .add("store " + each.store(), style::dim));
        }
        lines.add("");
    }

    private void streams(SortKey order, int rows) {
        if (view.basin().isEmpty()) {
            put(row().add("Streams  ", style::heading).add("--basin NAME shows those of a basin", style::dim));
            return;
        }
        List<StreamRow> all = view.streams().stream().sorted(order.order()).toList();
        int room = Math.max(NARROWEST_NAME, Math.min(60, columns - 44));
        put(row().left("Streams of " + view.basin() + " (" + view.streamCount() + ")", room, style::heading)
                .right("records/s" + mark(order, SortKey.RATE), 11, style::dim)
                .right("tail" + mark(order, SortKey.TAIL), 13, style::dim)
                .add("trend", style::dim));
        for (StreamRow each : all) {
            if (lines.size() >= rows) {
                return;
            }
            boolean busy = each.recordsPerSecond() > 0;
            put(row().left(each.name(), room, busy ? UnaryOperator.identity() : style::dim)
                    .right(Units.count(each.recordsPerSecond()), 11)
                    .right(unsigned(each.nextSeqNum()), 13)
                    .add(each.trend(), style::added));
        }
    }

    private static String mark(SortKey order, SortKey column) {
        return order == column ? " ▼" : "";
    }

    private static String unsigned(long value) {
        return value < 0 ? Long.toUnsignedString(value) : Units.count((double) value);
    }
}
