package io.runnel.loadtest;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** The report as one picture, which needs nothing from elsewhere and is legible on light and on dark ground. */
final class SvgReport {
    private static final int WIDTH = 1080;
    private static final int HEIGHT = 1010;
    private static final int MARGIN = 40;
    private static final int GAP = 20;
    private static final double HALF = (WIDTH - 2.0 * MARGIN - GAP) / 2;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    static final String STYLE = """
            .report { --paper:#f6f7f9; --panel:#ffffff; --edge:#e2e5ea; --ink:#14181f; --soft:#5b6472; --grid:#e9ebef;
              --a:#2563eb; --b:#ea580c; --c:#d97706; --d:#dc2626; --good:#15803d }
            @media (prefers-color-scheme: dark) {
              .report { --paper:#0f1217; --panel:#171b22; --edge:#2a303a; --ink:#eceff4; --soft:#9aa4b2; --grid:#262c36;
                --a:#60a5fa; --b:#fb923c; --c:#fbbf24; --d:#f87171; --good:#4ade80 } }
            .report text { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
              fill: var(--ink); font-size: 14px; font-variant-numeric: tabular-nums }
            .report .paper { fill: var(--paper) }
            .report .panel { fill: var(--panel); stroke: var(--edge) }
            .report .title { font-size: 28px; font-weight: 700 }
            .report .heading { font-size: 15px; font-weight: 600 }
            .report .figure { font-size: 23px; font-weight: 700 }
            .report .soft, .report .tick, .report .legend { fill: var(--soft) }
            .report .tick, .report .legend { font-size: 12.5px }
            .report .end { text-anchor: end }
            .report .middle { text-anchor: middle }
            .report .grid { stroke: var(--grid) }
            .report .line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round }
            .report .area { opacity: .12 }
            .report .a { stroke: var(--a) } .report .area.a, .report .dot.a { fill: var(--a); stroke: none }
            .report .b { stroke: var(--b); stroke-width: 2.6; stroke-dasharray: 1 6 } .report .dot.b { fill: var(--b); stroke: none }
            .report .c { stroke: var(--c) } .report .area.c, .report .dot.c { fill: var(--c); stroke: none }
            .report .d { stroke: var(--d); stroke-width: 1.3; opacity: .8 } .report .dot.d { fill: var(--d); stroke: none }
            .report .good { fill: var(--good) }
            .report .bad { fill: var(--d); opacity: 1 }
            """;

    private final Svg svg = new Svg();
    private final BenchResult result;
    private final List<Moment> moments;
    private final double[] times;
    private final double end;

    private SvgReport(BenchResult result) {
        this.result = result;
        this.moments = result.moments();
        this.times = moments.stream().mapToDouble(Moment::middleSeconds).toArray();
        this.end = moments.isEmpty() ? 1 : moments.get(moments.size() - 1).atSeconds();
    }

    /** @param server where it ran */
    static String of(BenchResult result, String server, Instant at) {
        return new SvgReport(result).draw(server, at);
    }

    private String draw(String server, Instant at) {
        svg.raw("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"report\" role=\"img\" viewBox=\"0 0 " + WIDTH + " "
                + HEIGHT + "\" width=\"" + WIDTH + "\" height=\"" + HEIGHT + "\">");
        svg.raw("<title>" + Svg.escape(title()) + "</title>");
        svg.raw("<style>\n" + STYLE + "</style>");
        svg.raw("<rect width=\"100%\" height=\"100%\" class=\"paper\"/>");
        svg.text(MARGIN, 62, "title", title());
        svg.text(MARGIN, 90, "soft", subtitle());
        svg.text(WIDTH - MARGIN, 62, "soft end", TIME.format(at));
        svg.text(WIDTH - MARGIN, 90, "soft end", server);
        tiles(116);
        throughput(226);
        latencies(516);
        percentiles(826);
        verdict(984);
        return svg.raw("</svg>").toString();
    }

    private String title() {
        return String.format(Locale.ROOT, "%.1f MiB/s", result.written().mibPerSecond()) + " appended, p99 ack in "
                + latency(result.ack(), Quantiles::p99);
    }

    private String subtitle() {
        BenchSettings settings = result.settings();
        return String.format(
                Locale.ROOT,
                "runnel bench · %d stream%s · records of %,d bytes · target %s MiB/s · %.0f s",
                settings.streams(),
                settings.streams() == 1 ? "" : "s",
                settings.recordSize(),
                Double.toString(settings.targetMibps()).replaceAll("\\.0$", ""),
                result.written().seconds());
    }

    private void tiles(double y) {
        Throughput catchup = result.catchup();
        tile(0, y, "Appended", mibps(result.written()), records(result.written()));
        tile(1, y, "Read live", mibps(result.read()), records(result.read()));
        tile(
                2,
                y,
                "Catch-up read",
                catchup == null ? "–" : mibps(catchup),
                catchup == null ? "did not come to it" : records(catchup));
        tile(
                3,
                y,
                "Ack, median",
                latency(result.ack(), Quantiles::p50),
                "p99.9 " + latency(result.ack(), Quantiles::p999));
        tile(
                4,
                y,
                "End to end, median",
                latency(result.endToEnd(), Quantiles::p50),
                "p99.9 " + latency(result.endToEnd(), Quantiles::p999));
    }

    private void tile(int place, double y, String name, String figure, String note) {
        double width = (WIDTH - 2.0 * MARGIN - 4 * 14) / 5;
        double x = MARGIN + place * (width + 14);
        svg.rect(x, y, width, 94, "panel");
        svg.text(x + 16, y + 26, "tick", name)
                .text(x + 16, y + 56, "figure", figure)
                .text(x + 16, y + 80, "tick", note);
    }

    private static String mibps(Throughput all) {
        return String.format(Locale.ROOT, all.mibPerSecond() < 100 ? "%.2f MiB/s" : "%.0f MiB/s", all.mibPerSecond());
    }

    private static String records(Throughput all) {
        return String.format(Locale.ROOT, "%,.0f records/s", all.recordsPerSecond());
    }

    private static String latency(Quantiles all, Function<Quantiles, Long> which) {
        return all.count() == 0 ? "–" : Micros.text(which.apply(all));
    }

    private void throughput(double y) {
        double[] written = values(moment -> moment.written().mibPerSecond());
        double[] read = values(moment -> moment.read().mibPerSecond());
        double max = DoubleStream.concat(DoubleStream.of(written), DoubleStream.of(read))
                .max()
                .orElse(1);
        new LineChart(
                        "Throughput, MiB/s",
                        times,
                        end,
                        List.of(
                                new LineChart.Line("appended", "a", written, true),
                                new LineChart.Line("read live", "b", read, false)),
                        Axis.linear(max, 5),
                        tick -> String.format(Locale.ROOT, tick == Math.rint(tick) ? "%.0f" : "%.1f", tick))
                .draw(svg, MARGIN, y, WIDTH - 2.0 * MARGIN, 270);
    }

    private void latencies(double y) {
        double min = all().filter(each -> each.count() > 0)
                .mapToDouble(Quantiles::p50)
                .min()
                .orElse(1);
        double max = all().mapToDouble(Quantiles::max).max().orElse(10);
        Axis scale = Axis.logarithmic(min, max);
        chart("Ack latency", Moment::ack, scale).draw(svg, MARGIN, y, HALF, 290);
        chart("End-to-end latency", Moment::endToEnd, scale).draw(svg, MARGIN + HALF + GAP, y, HALF, 290);
    }

    private Stream<Quantiles> all() {
        return moments.stream().flatMap(moment -> Stream.of(moment.ack(), moment.endToEnd()));
    }

    private LineChart chart(String title, Function<Moment, Quantiles> which, Axis scale) {
        return new LineChart(
                title,
                times,
                end,
                List.of(
                        new LineChart.Line("p50", "a", latencies(which, Quantiles::p50), false),
                        new LineChart.Line("p99", "c", latencies(which, Quantiles::p99), false),
                        new LineChart.Line("max", "d", latencies(which, Quantiles::max), false)),
                scale,
                SvgReport::round);
    }

    /** Of a power of ten. */
    private static String round(double micros) {
        return Micros.text((long) micros).replaceAll("\\.0+ ", " ");
    }

    private double[] latencies(Function<Moment, Quantiles> which, ToDoubleFunction<Quantiles> value) {
        return values(moment -> {
            Quantiles all = which.apply(moment);
            return all.count() == 0 ? Double.NaN : value.applyAsDouble(all);
        });
    }

    private double[] values(ToDoubleFunction<Moment> value) {
        return moments.stream().mapToDouble(value).toArray();
    }

    private void percentiles(double y) {
        svg.rect(MARGIN, y, WIDTH - 2.0 * MARGIN, 128, "panel");
        svg.text(MARGIN + 20, y + 32, "heading", "All records");
        String[] names = {"min", "p50", "p90", "p99", "p99.9", "max", "records"};
        for (int i = 0; i < names.length; i++) {
            svg.text(column(i), y + 32, "tick end", names[i]);
        }
        row(y + 68, "Ack", result.ack());
        svg.line(MARGIN + 20, y + 82, WIDTH - MARGIN - 20, y + 82, "grid");
        row(y + 106, "End to end", result.endToEnd());
    }

    private static double column(int i) {
        return MARGIN + 250 + i * 120;
    }

    private void row(double y, String name, Quantiles all) {
        svg.text(MARGIN + 20, y, "soft", name);
        List<Long> values = List.of(all.min(), all.p50(), all.p90(), all.p99(), all.p999(), all.max());
        for (int i = 0; i < values.size(); i++) {
            svg.text(column(i), y, "end", all.count() == 0 ? "–" : Micros.text(values.get(i)));
        }
        svg.text(column(values.size()), y, "end", String.format(Locale.ROOT, "%,d", all.count()));
    }

    private void verdict(double y) {
        if (result.mismatch() != null) {
            svg.text(MARGIN, y, "bad", "✗ Verification failed: " + result.mismatch());
        } else if (result.interrupted()) {
            svg.text(MARGIN, y, "soft", "■ Ended early by the user");
        } else {
            svg.text(MARGIN, y, "good", "✓ Every record was read twice and verified by a chain of xxh3-64 hashes");
        }
        svg.text(WIDTH - MARGIN, y, "soft end", "latencies per second, logarithmic");
    }
}
