package io.runnel.objectstore;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The disk that is there. */
final class RealDisk implements Disk {
    // Channels copy heap buffers through a direct buffer of the same size, which each thread then keeps for ever.
    static final int SLICE = 256 * 1024;

    @Override
    public NewFile create(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new NewFile() {
            @Override
            public void write(ByteBuffer bytes) throws IOException {
                ByteBuffer rest = bytes.duplicate();
                while (rest.hasRemaining()) {
                    ByteBuffer slice = rest.slice(rest.position(), Math.min(SLICE, rest.remaining()));
                    rest.position(rest.position() + channel.write(slice));
                }
            }

            @Override
            public void force() throws IOException {
                channel.force(true);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        while (true) {
            try {
                Files.createDirectory(directory);
                return;
            } catch (FileAlreadyExistsException e) {
                if (Files.isDirectory(directory)) {
                    return;
                }
                if (Files.isRegularFile(directory)) {
                    throw e;
                }
                // There was one, which is gone again.
            }
        }
    }

    @Override
    public boolean deleteDirectory(Path directory) throws IOException {
        try {
            return Files.deleteIfExists(directory);
        } catch (DirectoryNotEmptyException e) {
            return false;
        }
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
