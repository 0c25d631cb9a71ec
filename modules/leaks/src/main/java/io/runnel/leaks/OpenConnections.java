package io.runnel.leaks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Connections that processes of this machine hold; known where the system tells of them in /proc, as Linux does. */
public final class OpenConnections {
    private static final List<Path> TABLES = List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));
    private static final int REMOTE = 2;
    private static final int INODE = 9;

    private OpenConnections() {}

    /** Whether this system tells of them. */
    public static boolean areKnown() {
        return TABLES.stream().anyMatch(Files::isReadable);
    }

    /** Fails if connections to a port stay open at the side that has made them, which is given time to close them. */
    public static void assertNoneTo(int port) {
        Eventually.isTrue(() -> to(port) == 0, () -> to(port) + " connections are left");
    }

    /** Connections to a port that whoever has made them has not closed; none where it cannot be known. */
    public static long to(int port) {
        String remote = String.format(":%04X", port);
        return TABLES.stream()
                .filter(Files::isReadable)
                .flatMap(OpenConnections::rows)
                .map(row -> row.trim().split(" +"))
                // What nobody holds any more, and only the system is still about to end, has no inode.
                .filter(columns -> columns[REMOTE].endsWith(remote) && !columns[INODE].equals("0"))
                .count();
    }

    private static Stream<String> rows(Path table) {
        try {
            return Files.readAllLines(table).stream().skip(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
