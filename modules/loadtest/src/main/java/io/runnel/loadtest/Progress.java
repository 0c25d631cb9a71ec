package io.runnel.loadtest;

import io.runnel.console.Environment;
import io.runnel.console.Style;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Says how far a run is: on a terminal in lines that change, elsewhere in a few lines now and then. Used by one thread. */
final class Progress {
    private static final double SECONDS_ELSEWHERE = 5;
    private static final int BAR_WIDTH = 40;
    private static final int TIMES_WIDTH = 20;

    private final PrintWriter err;
    private final boolean live;
    private final int columns;
    private final Style style;
    private int shown;
    private double nextSeconds = SECONDS_ELSEWHERE;

    Progress(Environment environment) {
        this.err = environment.err();
        this.live = environment.terminal().err() && !"dumb".equals(environment.get("TERM"));
        this.columns = environment.terminal().columns();
        this.style = environment.errStyle();
    }

    /**
     * So far it has come.
     *
     * @param ofSeconds when it will be over; 0 if that is not known
     */
    void load(double seconds, double ofSeconds, List<String> lines) {
        if (live) {
            erase();
            if (ofSeconds > 0) {
                show(bar(seconds, ofSeconds));
            }
            lines.forEach(line -> show(line.length() < columns ? line : line.substring(0, columns - 1)));
            err.flush();
        } else if (seconds >= nextSeconds && seconds < ofSeconds) {
            nextSeconds += SECONDS_ELSEWHERE;
            lines.forEach(err::println);
        }
    }

    private String bar(double seconds, double ofSeconds) {
        int width = Math.max(0, Math.min(BAR_WIDTH, columns - TIMES_WIDTH));
        int full = (int) Math.round(width * Math.min(1, seconds / ofSeconds));
        String times = String.format(Locale.ROOT, "%4.0fs of %.0fs", Math.min(seconds, ofSeconds), ofSeconds);
        return style.added("━".repeat(full)) + style.dim("━".repeat(width - full)) + times;
    }

    private void show(String line) {
        err.print(line + "\n");
        shown++;
    }

    /** A part of it is over. */
    void done(List<String> lines) {
        erase();
        lines.forEach(err::println);
    }

    /** The latencies of what is over. */
    void latencies(Quantiles ack, Quantiles endToEnd) {
        err.println();
        LatencyTables.render(ack, endToEnd, columns, style).forEach(err::println);
        err.println();
    }

    void say(String line) {
        erase();
        err.println(line);
    }

    /** Nothing changes any more. */
    void end() {
        erase();
        err.flush();
    }

    private void erase() {
        if (shown > 0) {
            err.print("\033[" + shown + "A\r\033[J");
            shown = 0;
        }
    }
}
