package io.runnel.loadtest;

import java.util.Locale;

/** Writes elements of SVG; what is text is escaped. Coordinates have one digit. */
final class Svg {
    private final StringBuilder out = new StringBuilder();

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    Svg raw(String markup) {
        out.append(markup).append('\n');
        return this;
    }

    /** @param style classes */
    Svg text(double x, double y, String style, String text) {
        out.append("<text x=\"").append(number(x)).append("\" y=\"").append(number(y));
        out.append("\" class=\"")
                .append(style)
                .append("\">")
                .append(escape(text))
                .append("</text>\n");
        return this;
    }

    Svg rect(double x, double y, double width, double height, String style) {
        out.append("<rect x=\"").append(number(x)).append("\" y=\"").append(number(y));
        out.append("\" width=\"").append(number(width)).append("\" height=\"").append(number(height));
        out.append("\" rx=\"10\" class=\"").append(style).append("\"/>\n");
        return this;
    }

    Svg line(double x1, double y1, double x2, double y2, String style) {
        out.append("<line x1=\"").append(number(x1)).append("\" y1=\"").append(number(y1));
        out.append("\" x2=\"").append(number(x2)).append("\" y2=\"").append(number(y2));
        out.append("\" class=\"").append(style).append("\"/>\n");
        return this;
    }

    Svg dot(double x, double y, String style) {
        out.append("<circle cx=\"").append(number(x)).append("\" cy=\"").append(number(y));
        out.append("\" r=\"2.5\" class=\"dot ").append(style).append("\"/>\n");
        return this;
    }

    /** @param data as an SVG path has it */
    Svg path(String data, String style) {
        out.append("<path d=\"")
                .append(data)
                .append("\" class=\"")
                .append(style)
                .append("\"/>\n");
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
