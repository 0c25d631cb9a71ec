package io.runnel.objectstore;

import java.io.IOException;
import java.nio.file.Path;

/** Forces one directory; calls that wait for one under way share the next. */
final class DirectoryForce {
    private final Disk disk;
    private final Path directory;
    private long begun;
    private long done;
    private boolean running;

    DirectoryForce(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /** Returns when a force has succeeded that began after this call. */
    void force() throws IOException {
        long run;
        synchronized (this) {
            long wanted = begun + 1;
            awaitTurn(wanted);
            if (done >= wanted) {
                return;
            }
            running = true;
            run = ++begun;
        }
        boolean succeeded = false;
        try {
            disk.forceDirectory(directory);
            succeeded = true;
        } finally {
            finish(run, succeeded);
        }
    }

    private synchronized void finish(long run, boolean succeeded) {
        running = false;
        if (succeeded) {
            done = run;
        }
        notifyAll();
    }

    private synchronized void awaitTurn(long wanted) {
        boolean interrupted = false;
        while (running && done < wanted) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
