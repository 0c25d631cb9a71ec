package io.runnel.objectstore;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * What {@link LocalObjectStore} changes on the disk, one system call a method: the seam at which tests watch the order of
 * writes and forces, and pull the plug.
 */
interface Disk {
    /** A new, empty file. */
    NewFile create(Path file) throws IOException;

    /**
     * Gives a file another name, atomically, in place of the file that has it.
     *
     * @throws NoSuchFileException if the new directory is gone
     */
    void move(Path from, Path to) throws IOException;

    /** Removes a file if there is one. */
    void delete(Path file) throws IOException;

    /** Makes a directory if there is none. */
    void createDirectory(Path directory) throws IOException;

    /** Removes a directory if it is there and empty. */
    boolean deleteDirectory(Path directory) throws IOException;

    /** Makes the names in a directory, as they are now, survive a loss of power. */
    void forceDirectory(Path directory) throws IOException;

    /** A file that is being written. */
    interface NewFile extends Closeable {
        void write(ByteBuffer bytes) throws IOException;

        /** Makes what was written survive a loss of power, though perhaps not yet under its name. */
        void force() throws IOException;
    }
}
