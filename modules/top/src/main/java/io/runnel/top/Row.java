package io.runnel.top;

import java.util.function.UnaryOperator;

/** One line of the screen, never wider than the screen; colours take no room. */
final class Row {
    private final int columns;
    private final StringBuilder text = new StringBuilder();
    private int width;

    Row(int columns) {
        this.columns = columns;
    }

    Row add(String part) {
        return add(part, UnaryOperator.identity());
    }

    Row add(String part, UnaryOperator<String> style) {
        String cut = part.substring(0, Math.max(0, Math.min(part.length(), columns - width)));
        width += cut.length();
        text.append(cut.isBlank() ? cut : style.apply(cut));
        return this;
    }

    /** Flush left in so many columns, and a gap of two. */
    Row left(String part, int room, UnaryOperator<String> style) {
        String cut = part.length() <= room ? part : part.substring(0, room - 1) + "…";
        return add(cut, style).add(" ".repeat(room - cut.length() + 2));
    }

    /** Flush right in so many columns, and a gap of two. */
    Row right(String part, int room) {
        return right(part, room, UnaryOperator.identity());
    }

    Row right(String part, int room, UnaryOperator<String> style) {
        return add(" ".repeat(Math.max(0, room - part.length())))
                .add(part, style)
                .add("  ");
    }

    @Override
    public String toString() {
        return text.toString().stripTrailing();
    }
}
