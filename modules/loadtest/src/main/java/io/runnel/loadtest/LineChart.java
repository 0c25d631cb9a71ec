package io.runnel.loadtest;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** Values over time. */
final class LineChart {
    private static final double LEFT = 74;
    private static final double RIGHT = 24;
    private static final double TOP = 64;
    private static final double BOTTOM = 40;
    private static final double PIXELS_PER_TICK = 70;

    private final String title;
    private final double[] times;
    private final double end;
    private final List<Line> lines;
    private final Axis scale;
    private final DoubleFunction<String> label;

    /**
     * @param times seconds of all values
     * @param end seconds at the right edge
     * @param scale of the values
     * @param label what a tick of the values is called
     */
    LineChart(String title, double[] times, double end, List<Line> lines, Axis scale, DoubleFunction<String> label) {
        this.title = title;
        this.times = times;
        this.end = end;
        this.lines = lines;
        this.scale = scale;
        this.label = label;
    }

    /** One of the lines. */
    static final class Line {
        private final String name;
        private final String style;
        private final double[] values;
        private final boolean filled;

        /**
         * @param style a class with the colour
         * @param values NaN where there is none
         * @param filled whether the area below is tinted
         */
        Line(String name, String style, double[] values, boolean filled) {
            this.name = name;
            this.style = style;
            this.values = values;
            this.filled = filled;
        }
    }

    void draw(Svg svg, double x, double y, double width, double height) {
        svg.rect(x, y, width, height, "panel").text(x + 20, y + 32, "heading", title);
        legend(svg, x + width - RIGHT, y + 31);
        Plot plot = new Plot(x + LEFT, y + TOP, width - LEFT - RIGHT, height - TOP - BOTTOM);
        for (double tick : scale.ticks()) {
            svg.line(plot.x, plot.y(tick), plot.x + plot.width, plot.y(tick), "grid");
            svg.text(plot.x - 10, plot.y(tick) + 4, "tick end", label.apply(tick));
        }
        for (double tick : plot.time.ticks()) {
            svg.text(plot.x(tick), plot.y + plot.height + 22, "tick middle", seconds(tick));
        }
        for (Line line : lines) {
            plot.draw(svg, line);
        }
    }

    private static String seconds(double tick) {
        return tick == Math.rint(tick)
                ? String.format(Locale.ROOT, "%.0f s", tick)
                : String.format(Locale.ROOT, "%.1f s", tick);
    }

    private void legend(Svg svg, double right, double y) {
        double x = right;
        for (int i = lines.size() - 1; i >= 0; i--) {
            Line line = lines.get(i);
            x -= 6.9 * line.name.length();
            svg.text(x, y, "legend", line.name);
            svg.line(x - 28, y - 4, x - 8, y - 4, "line " + line.style);
            x -= 46;
        }
    }

    private final class Plot {
        final double x;
        final double y;
        final double width;
        final double height;
        final Axis time;

        Plot(double x, double y, double width, double height) {
            this.x = x;
            this.y = y;
            this.width = width;
            this.height = height;
            this.time = Axis.time(end, (int) Math.max(2, width / PIXELS_PER_TICK));
        }

        double x(double seconds) {
            return x + width * time.at(seconds);
        }

        double y(double value) {
            return y + height * (1 - scale.at(value));
        }

        void draw(Svg svg, Line line) {
            StringBuilder run = new StringBuilder();
            double begin = Double.NaN;
            int points = 0;
            for (int i = 0; i <= times.length; i++) {
                boolean there = i < times.length && !Double.isNaN(line.values[i]);
                if (there) {
                    begin = points == 0 ? x(times[i]) : begin;
                    run.append(points == 0 ? 'M' : 'L').append(point(i, line));
                    points++;
                } else if (points > 0) {
                    finish(svg, line, run.toString(), begin, i - 1, points);
                    run.setLength(0);
                    points = 0;
                }
            }
        }

        private void finish(Svg svg, Line line, String run, double begin, int last, int points) {
            if (points == 1) {
                svg.dot(x(times[last]), y(line.values[last]), line.style);
                return;
            }
            if (line.filled) {
                String floor = Svg.number(y + height);
                svg.path(
                        run + "L" + Svg.number(x(times[last])) + " " + floor + "L" + Svg.number(begin) + " " + floor
                                + "Z",
                        "area " + line.style);
            }
            svg.path(run, "line " + line.style);
        }

        private String point(int i, Line line) {
            return Svg.number(x(times[i])) + " " + Svg.number(y(line.values[i]));
        }
    }
}
