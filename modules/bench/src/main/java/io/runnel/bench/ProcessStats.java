package io.runnel.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux tells about a process; all zero for none. */
final class ProcessStats {
    private static final double TICKS_PER_SECOND = 100;

    private final long pid;

    /** @param pid 0 if nobody knows */
    ProcessStats(long pid) {
        this.pid = pid;
    }

    /** User and system time since its start. */
    double cpuSeconds() {
        if (pid == 0) {
            return 0;
        }
        String stat = read("stat");
        // The second field is the name, in parentheses and with whatever characters it has.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /** Resident memory, in bytes. */
    long rssBytes() {
        if (pid == 0) {
            return 0;
        }
        return read("status")
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(0);
    }

    private String read(String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException e) {
            throw new UncheckedIOException("the server (" + pid + ") is gone", e);
        }
    }
}
