package io.runnel.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A table in Markdown. */
final class MarkdownTable {
    private final List<String> lines = new ArrayList<>();
    private final int columns;

    MarkdownTable(String... titles) {
        columns = titles.length;
        row((Object[]) titles);
        lines.add("|" + String.join("|", Collections.nCopies(columns, "---")) + "|");
    }

    MarkdownTable row(Object... cells) {
        if (cells.length != columns) {
            throw new IllegalArgumentException("a row of " + columns + " cells, got " + cells.length);
        }
        StringBuilder line = new StringBuilder("|");
        for (Object cell : cells) {
            String text = cell instanceof Double number ? Figures.number(number) : String.valueOf(cell);
            line.append(' ').append(text).append(" |");
        }
        lines.add(line.toString());
        return this;
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
