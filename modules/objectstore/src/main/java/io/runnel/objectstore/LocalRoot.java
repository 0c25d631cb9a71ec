package io.runnel.objectstore;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Setting up and taking down what a {@link LocalObjectStore} stands on. */
final class LocalRoot {
    private LocalRoot() {}

    /** Whether neither directory is, or is in, the other; links are followed as far as they exist. */
    static boolean apart(Path one, Path other) {
        Path first = real(one.toAbsolutePath().normalize());
        Path second = real(other.toAbsolutePath().normalize());
        return !first.startsWith(second) && !second.startsWith(first);
    }

    private static Path real(Path path) {
        @Nullable Path parent = path.getParent();
        @Nullable Path name = path.getFileName();
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return parent == null || name == null ? path : real(parent).resolve(name);
        }
    }

    /** Makes sure that a directory exists and stays. */
    static void create(Path root, Disk disk) throws IOException {
        @Nullable Path parent = root.getParent();
        if (Files.isDirectory(root) || parent == null) {
            return;
        }
        create(parent, disk);
        disk.createDirectory(root);
        disk.forceDirectory(parent);
    }

    static void clean(Path directory, Disk disk) throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(directory)) {
            for (Path leftover : leftovers) {
                disk.delete(leftover);
            }
        }
    }

    static ExecutorService threads(String name, int count) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(count, count, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** Lets go of threads once they have done what was submitted, which is awaited for a while. */
    static void finish(ExecutorService threads) {
        threads.shutdown();
        try {
            threads.awaitTermination(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
