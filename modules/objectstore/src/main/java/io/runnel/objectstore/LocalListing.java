package io.runnel.objectstore;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Lists keys in byte order, reading only directories that can hold the next ones. A directory is read once for many pages
 * as long as nothing changes below the root, so paging through a large one is not quadratic.
 */
final class LocalListing {
    /** Ends the name of a file that holds an object; no key has it, so names tell objects from directories. */
    static final String OBJECT = "@";

    private static final int KEEP_FROM = 512;

    private final Path root;
    private final int windowSize;
    private final AtomicLong changes = new AtomicLong();
    private volatile @Nullable Window lastWindow;

    /** @param windowSize how many names of a directory are held in memory */
    LocalListing(Path root, int windowSize) {
        this.root = root;
        this.windowSize = windowSize;
    }

    /** To be called between a change of the tree and its announcement. */
    void changed() {
        changes.incrementAndGet();
    }

    List<String> list(String prefix, String startAfter, int limit) throws IOException {
        List<String> keys = new ArrayList<>();
        collect(prefix.substring(0, prefix.lastIndexOf('/') + 1), prefix, startAfter, limit, keys);
        return keys;
    }

    /** @param directory empty, or with a slash at its end */
    private void collect(String directory, String prefix, String startAfter, int limit, List<String> keys)
            throws IOException {
        String after = startAfter;
        while (keys.size() < limit) {
            Window window = window(directory, after);
            for (String entry : window.entriesAfter(after)) {
                String key = directory + entry;
                after = entry.endsWith("/") ? lastBelow(key) : key;
                if (!key.startsWith(prefix)) {
                    if (key.compareTo(prefix) > 0) {
                        return;
                    }
                } else if (entry.endsWith("/")) {
                    collect(key, prefix, startAfter, limit, keys);
                } else {
                    keys.add(key);
                }
                if (keys.size() >= limit) {
                    return;
                }
            }
            if (window.last) {
                return;
            }
        }
    }

    /** Comes after every key in a directory and before every other key after the directory. */
    private static String lastBelow(String directory) {
        return directory + Character.MAX_VALUE;
    }

    private Window window(String directory, String after) throws IOException {
        Window window = lastWindow;
        if (window == null || !window.serves(directory, after, changes.get())) {
            window = read(directory, after);
            // Small directories are as quickly read again, and must not drive out a large one.
            if (window.entries.size() >= KEEP_FROM) {
                lastWindow = window;
            }
        }
        return window;
    }

    private Window read(String directory, String after) throws IOException {
        long version = changes.get();
        PriorityQueue<String> smallest = new PriorityQueue<>(Comparator.reverseOrder());
        boolean last = true;
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(root.resolve(directory))) {
            for (Path path : paths) {
                String entry = entry(path.getFileName().toString());
                if (entry == null || !comesAfter(directory + entry, after)) {
                    continue;
                }
                smallest.add(entry);
                if (smallest.size() > windowSize) {
                    smallest.remove();
                    last = false;
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return new Window(version, directory, after, List.of(), true);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return new Window(version, directory, after, smallest.stream().sorted().toList(), last);
    }

    /** The object's name, or a directory's with a slash at its end; null for what is not ours. */
    private static @Nullable String entry(String name) {
        boolean object = name.endsWith(OBJECT);
        String segment = object ? name.substring(0, name.length() - OBJECT.length()) : name;
        if (!segment.chars().allMatch(c -> Keys.allowed((char) c))) {
            return null;
        }
        return object ? segment : segment + "/";
    }

    /** Whether a key, or any key in a directory, comes after another. */
    private static boolean comesAfter(String key, String after) {
        return key.compareTo(after) > 0
                || (key.endsWith("/") && after.startsWith(key) && !after.equals(lastBelow(key)));
    }

    /** The first entries of a directory after some key, in the order of their keys. */
    private static final class Window {
        private final long version;
        private final String directory;
        private final String after;
        private final List<String> entries;
        private final boolean last;

        private Window(long version, String directory, String after, List<String> entries, boolean last) {
            this.version = version;
            this.directory = directory;
            this.after = after;
            this.entries = entries;
            this.last = last;
        }

        boolean serves(String wanted, String wantedAfter, long currentVersion) {
            return version == currentVersion
                    && directory.equals(wanted)
                    && after.compareTo(wantedAfter) <= 0
                    && (last
                            || (!entries.isEmpty()
                                    && comesAfter(directory + entries.get(entries.size() - 1), wantedAfter)));
        }

        List<String> entriesAfter(String key) {
            int low = 0;
            int high = entries.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (comesAfter(directory + entries.get(middle), key)) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return entries.subList(low, entries.size());
        }
    }
}
