package io.runnel.objectstore;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The directories below one root, and which of them are known to be durable: themselves, their ancestors, and what was in
 * them when they were first used. A directory is known from its first use, so the hot path pays one force per write.
 */
final class Directories {
    // Knowing a directory saves three forces; forgetting all of them now and then bounds the memory.
    private static final int MAX_KNOWN = 20_000;

    private final Disk disk;
    private final Path root;
    private final ConcurrentHashMap<Path, Directory> known = new ConcurrentHashMap<>();
    private volatile @Nullable IOException broken;

    Directories(Disk disk, Path root) {
        this.disk = disk;
        this.root = root;
    }

    /** Makes a directory durable, and creates it if need be. */
    Directory create(Path path) throws IOException {
        while (true) {
            try {
                return settled(path);
            } catch (NoSuchFileException e) {
                // An ancestor was empty and has been removed meanwhile: go on from the top.
                if (!Files.exists(root)) {
                    throw e;
                }
                forget(path);
            }
        }
    }

    /** Makes a directory durable if there is one. */
    Optional<Directory> find(Path path) throws IOException {
        Directory directory = known.get(path);
        if (directory != null && directory.settled) {
            return Optional.of(directory);
        }
        return Files.isDirectory(path) ? Optional.of(create(path)) : Optional.empty();
    }

    /** To be called by who found a directory gone that was known. */
    void forget(Path path) {
        for (Path at = path; !at.equals(root); at = parent(at)) {
            known.remove(at);
        }
    }

    /** Whether a directory has been there all the time since it was handed out. */
    boolean isCurrent(Directory directory) {
        return known.get(directory.path) == directory;
    }

    /** Makes the absence of a name durable, wherever the directory has gone meanwhile. */
    void forceGone(Path path) throws IOException {
        for (Path at = path; ; at = parent(at)) {
            Optional<Directory> directory = find(at);
            try {
                while (directory.isPresent()) {
                    directory.get().force();
                    if (isCurrent(directory.get())) {
                        return;
                    }
                    directory = find(at);
                }
            } catch (NoSuchFileException e) {
                forget(at);
            }
            if (at.equals(root)) {
                throw new NoSuchFileException(root.toString());
            }
        }
    }

    /** Removes a directory and its ancestors as far as they are empty. */
    void removeIfEmpty(Path path) throws IOException {
        for (Path at = path; !at.equals(root) && isEmpty(at); at = parent(at)) {
            // First forgotten, then removed: who still finds it known afterwards has not lost what he put into it.
            known.remove(at);
            if (!disk.deleteDirectory(at)) {
                return;
            }
        }
    }

    /** The directory a path is in, which every path below a root has. */
    static Path parent(Path path) {
        return Objects.requireNonNull(path.getParent(), () -> path + " has no parent");
    }

    private static boolean isEmpty(Path path) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
            return !entries.iterator().hasNext();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return false;
        }
    }

    private Directory settled(Path path) throws IOException {
        Directory directory = directory(path);
        if (directory.settled) {
            return directory;
        }
        @Nullable Directory parent = path.equals(root) ? null : settled(parent(path));
        synchronized (directory) {
            if (!directory.settled) {
                if (parent != null) {
                    disk.createDirectory(path);
                    forceInto(parent);
                }
                directory.force();
                directory.settled = true;
            }
        }
        return directory;
    }

    /** Makes a name durable that was just put into a directory, which may have been removed and made anew before. */
    private void forceInto(Directory parent) throws IOException {
        Directory current = parent;
        current.force();
        while (!isCurrent(current)) {
            current = settled(parent.path);
            current.force();
        }
    }

    private Directory directory(Path path) {
        Directory directory = known.get(path);
        if (directory != null) {
            return directory;
        }
        if (known.size() >= MAX_KNOWN) {
            known.clear();
        }
        return known.computeIfAbsent(path, Directory::new);
    }

    /** One directory between its first use and its removal. */
    final class Directory {
        private final Path path;
        private final DirectoryForce force;
        private volatile boolean settled;

        private Directory(Path path) {
            this.path = path;
            this.force = new DirectoryForce(disk, path);
        }

        /** Makes the names in it survive a loss of power. */
        void force() throws IOException {
            IOException failure = broken;
            if (failure != null) {
                throw new BrokenDiskException(failure);
            }
            try {
                force.force();
            } catch (NoSuchFileException e) {
                throw e;
            } catch (IOException e) {
                // The kernel may have dropped what it could not write, and would report success the next time.
                broken = e;
                throw new BrokenDiskException(e);
            }
        }
    }

    /** The disk failed to keep a promise; nothing more can be promised until the store is opened again. */
    static final class BrokenDiskException extends IOException {
        private BrokenDiskException(IOException cause) {
            super("a directory could not be forced to disk; refusing all further writes until a restart", cause);
        }
    }
}
