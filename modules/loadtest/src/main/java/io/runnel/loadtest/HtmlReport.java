package io.runnel.loadtest;

import java.time.Instant;
import java.util.Locale;

/** The report as a page: the picture, and the figures of each second to look up and to copy. */
final class HtmlReport {
    private static final String STYLE = """
            :root { color-scheme: light dark; --bg:#f6f7f9; --fg:#14181f; --soft:#5b6472; --edge:#e2e5ea }
            @media (prefers-color-scheme: dark) { :root { --bg:#0f1217; --fg:#eceff4; --soft:#9aa4b2; --edge:#2a303a } }
            body { margin: 0; background: var(--bg); color: var(--fg);
              font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif }
            main { max-width: 1080px; margin: 0 auto }
            main > svg { width: 100%; height: auto; display: block }
            details { margin: 0 40px 40px }
            summary { cursor: pointer; color: var(--soft) }
            table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; margin-top: 12px }
            th, td { text-align: right; padding: 4px 8px; border-bottom: 1px solid var(--edge) }
            th { color: var(--soft); font-weight: 500 }
            pre { overflow-x: auto; font-size: 12px }
            """;

    private HtmlReport() {}

    /** @param server where it ran */
    static String of(BenchResult result, String server, Instant at) {
        StringBuilder page =
                new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.append("<title>runnel bench</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<main>\n");
        page.append(SvgReport.of(result, server, at));
        page.append("<details>\n<summary>Second by second</summary>\n")
                .append(table(result))
                .append("</details>\n");
        page.append("<details>\n<summary>All figures as JSON</summary>\n<pre>")
                .append(Svg.escape(ResultJson.of(result).toPrettyString()))
                .append("</pre>\n</details>\n");
        return page.append("</main>\n</body>\n</html>\n").toString();
    }

    private static String table(BenchResult result) {
        StringBuilder table = new StringBuilder(
                "<table>\n<tr><th>s</th><th>appended MiB/s</th><th>read MiB/s</th>"
                        + "<th>ack p50</th><th>ack p99</th><th>ack max</th><th>e2e p50</th><th>e2e p99</th><th>e2e max</th></tr>\n");
        for (Moment moment : result.moments()) {
            table.append("<tr>");
            cell(table, Svg.number(moment.atSeconds()));
            cell(table, String.format(Locale.ROOT, "%.2f", moment.written().mibPerSecond()));
            cell(table, String.format(Locale.ROOT, "%.2f", moment.read().mibPerSecond()));
            latencies(table, moment.ack());
            latencies(table, moment.endToEnd());
            table.append("</tr>\n");
        }
        return table.append("</table>\n").toString();
    }

    private static void latencies(StringBuilder table, Quantiles all) {
        for (long micros : new long[] {all.p50(), all.p99(), all.max()}) {
            cell(table, all.count() == 0 ? "–" : Micros.text(micros));
        }
    }

    private static void cell(StringBuilder table, String text) {
        table.append("<td>").append(text).append("</td>");
    }
}
