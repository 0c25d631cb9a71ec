package io.runnel.commands;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Rows in columns, with a frame of ASCII. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... headings) {
        rows.add(List.of(headings));
    }

    /** @param cells as many as there are headings */
    Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    void printTo(PrintWriter out) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], length(row.get(i)));
            }
        }
        StringBuilder frame = new StringBuilder("+");
        for (int width : widths) {
            frame.append("-".repeat(width + 2)).append('+');
        }
        out.println(frame);
        for (int i = 0; i < rows.size(); i++) {
            out.println(line(rows.get(i), widths));
            if (i == 0) {
                out.println(frame);
            }
        }
        out.println(frame);
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder("|");
        for (int i = 0; i < widths.length; i++) {
            String cell = row.get(i);
            line.append(' ')
                    .append(cell)
                    .append(" ".repeat(widths[i] - length(cell)))
                    .append(" |");
        }
        return line.toString();
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
