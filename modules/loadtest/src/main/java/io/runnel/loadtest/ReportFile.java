package io.runnel.loadtest;

import io.runnel.console.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;

/** Where the report goes; what is to be in it follows from its name. */
record ReportFile(Path path) {
    /** @throws IllegalArgumentException if no report can be written there */
    ReportFile {
        if (!isHtml(path) && !name(path).endsWith(".svg")) {
            throw new IllegalArgumentException("--report takes a file whose name ends in .html or .svg, was " + path);
        }
        Path directory = path.toAbsolutePath().getParent();
        if (directory == null || !Files.isWritable(directory)) {
            throw new IllegalArgumentException("--report: there is no directory " + directory + " to write to");
        }
    }

    private static String name(Path path) {
        return path.toString().toLowerCase(Locale.ROOT);
    }

    private static boolean isHtml(Path path) {
        return name(path).endsWith(".html") || name(path).endsWith(".htm");
    }

    /**
     * @param server where it ran, for the reader
     * @throws CommandFailure if it cannot be written
     */
    void write(BenchResult result, String server, Instant at) {
        String text = isHtml(path) ? HtmlReport.of(result, server, at) : SvgReport.of(result, server, at);
        try {
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new CommandFailure("the report cannot be written: " + e);
        }
    }
}
