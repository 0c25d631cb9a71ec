package io.runnel.verify;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The JVM of a server process: short-lived, so without the compiler that takes its time, and with an archive of its classes, which is
 * made by a rehearsal before the first one. Tests start hundreds of servers.
 */
final class ServerClasses {
    private static final long REHEARSAL_SECONDS = 120;
    private static final List<String> COMMAND = command();

    private ServerClasses() {}

    /** What starts {@code runnel}; its arguments follow. */
    static List<String> launcher() {
        return COMMAND;
    }

    private static List<String> command() {
        List<String> jvm = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.util.concurrent.ForkJoinPool.common.parallelism=4"));
        if (Runtime.version().feature() >= 24) {
            jvm.add("--sun-misc-unsafe-memory-access=allow");
            jvm.add("--enable-native-access=ALL-UNNAMED");
        }
        String all = System.getProperty("java.class.path");
        List<String> jars = List.of(all.split(File.pathSeparator)).stream()
                .filter(entry -> Files.isRegularFile(Path.of(entry)))
                .toList();
        // Directories of classes cannot be archived; there are some for the server if the modules were compiled only.
        boolean packaged = jars.stream().anyMatch(jar -> new File(jar).getName().startsWith("runnel-cli-"));
        Path archive = packaged ? rehearse(jvm, String.join(File.pathSeparator, jars)) : null;
        if (archive == null) {
            jvm.addAll(List.of("-Xshare:auto", "-cp", all, "io.runnel.cli.Main"));
        } else {
            String path = String.join(File.pathSeparator, jars);
            jvm.addAll(List.of("-XX:SharedArchiveFile=" + archive, "-Xshare:auto", "-cp", path, "io.runnel.cli.Main"));
        }
        return List.copyOf(jvm);
    }

    /** Null if it does not work out. */
    private static @Nullable Path rehearse(List<String> jvm, String path) {
        try {
            Path archive = Files.createTempDirectory("runnel-classes").resolve("runnel.jsa");
            archive.toFile().deleteOnExit();
            List<String> command = new ArrayList<>(jvm);
            command.addAll(
                    List.of("-XX:ArchiveClassesAtExit=" + archive, "-cp", path, "io.runnel.cli.Main", "rehearse"));
            Process rehearsal = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!rehearsal.waitFor(REHEARSAL_SECONDS, TimeUnit.SECONDS)) {
                rehearsal.destroyForcibly();
                return null;
            }
            return rehearsal.exitValue() == 0 && Files.exists(archive) ? archive : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
