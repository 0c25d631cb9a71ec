package io.runnel.objectstore;

import io.runnel.objectstore.Directories.BrokenDiskException;
import io.runnel.objectstore.Directories.Directory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Objects as files below a directory that one process has to itself.
 *
 * <p>A write is written to a file of its own and forced to disk, then moved to its name, then the directory is forced, and
 * only then does it succeed: it survives a loss of power, and nobody ever sees a part of it. Nor does anybody see a write
 * that might still be lost: reads and conditions wait for the write under way on the same key, and what a crashed process
 * left is forced again before it is first shown. (Only {@link #list} may show a key a moment earlier.)
 *
 * <p>The key {@code a/b} is the file {@code a/b@}; {@link ObjectFile} says what is in it. Names that begin with {@code ~}
 * are the store's own. ETags never repeat, even for the same bytes. A forced directory is all that a file system has to
 * offer for this; those of Windows and some network file systems do not, and are refused at opening.
 */
public final class LocalObjectStore implements ObjectStore {
    private static final String LOCK = "~lock";
    private static final String UNFINISHED = "~unfinished";
    private static final int LISTING_WINDOW = 65_536;

    private final Path root;
    private final Path unfinished;
    private final Disk disk;
    private final DirectoryLock lock;
    private final Directories directories;
    private final LocalListing listing;
    private final KeyLocks locks = new KeyLocks();
    private final ExecutorService readers;
    private final ExecutorService writers;
    // Together unlike those of any other write here: ETags need it, and names of unfinished files.
    private final long openedAs = new SecureRandom().nextLong();
    private final AtomicLong writes = new AtomicLong();

    /**
     * Opens a directory, which is created if need be, and removes what a crashed process had not finished.
     *
     * @param threads for reads, and as many for writes; as many of each are done at a time
     * @throws StoreException if the directory is in use, or cannot keep the promises of this class
     */
    public static LocalObjectStore open(Path directory, int threads) {
        return open(directory, threads, new RealDisk());
    }

    static LocalObjectStore open(Path directory, int threads, Disk disk) {
        Path root = directory.toAbsolutePath().normalize();
        try {
            LocalRoot.create(root, disk);
            DirectoryLock lock = DirectoryLock.take(root, root.resolve(LOCK));
            try {
                return new LocalObjectStore(root, threads, disk, lock);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StoreException("cannot keep objects in " + root + ": " + e, false, e);
        }
    }

    private LocalObjectStore(Path root, int threads, Disk disk, DirectoryLock lock) throws IOException {
        this.root = root;
        this.unfinished = root.resolve(UNFINISHED);
        this.disk = disk;
        this.lock = lock;
        this.directories = new Directories(disk, root);
        this.listing = new LocalListing(root, LISTING_WINDOW);
        disk.createDirectory(unfinished);
        LocalRoot.clean(unfinished, disk);
        directories.create(root);
        this.readers = LocalRoot.threads("runnel-store-read", threads);
        this.writers = LocalRoot.threads("runnel-store-write", threads);
    }

    @Override
    public CompletionStage<Optional<StoredObject>> get(String key) {
        return get(key, 0, Integer.MAX_VALUE);
    }

    @Override
    public CompletionStage<Optional<StoredObject>> get(String key, long offset, int length) {
        Path file = file(key);
        return submit(
                readers,
                () -> locks.reading(key, () -> {
                    // A file found is of a writer before us, perhaps one that died between its move and its force.
                    boolean durable = directories.find(Directories.parent(file)).isPresent();
                    return durable ? ObjectFile.read(file, offset, length) : Optional.empty();
                }));
    }

    @Override
    public CompletionStage<Optional<Duration>> age(String key) {
        Path file = file(key);
        return submit(readers, () -> {
            try {
                long written = Files.getLastModifiedTime(file).toMillis();
                return Optional.of(Duration.ofMillis(Math.max(0, now() - written)));
            } catch (NoSuchFileException e) {
                return Optional.empty();
            }
        });
    }

    /** What the file system takes for the time, which may be that of another machine: when it has made a file. */
    private long now() throws IOException {
        Path made = unfinished.resolve(ObjectFile.etag(openedAs, writes.incrementAndGet()));
        try {
            disk.create(made).close();
            return Files.getLastModifiedTime(made).toMillis();
        } finally {
            disk.delete(made);
        }
    }

    @Override
    public CompletionStage<PutResult> put(String key, byte[] bytes, Condition condition) {
        return put(key, List.of(ByteBuffer.wrap(bytes)), condition);
    }

    @Override
    public CompletionStage<PutResult> put(String key, List<ByteBuffer> parts, Condition condition) {
        Path file = file(key);
        return submit(writers, () -> {
            long version = writes.incrementAndGet();
            Path whole = unfinished.resolve(ObjectFile.etag(openedAs, version));
            try {
                writeAndForce(whole, parts, version);
                return locks.writing(key, () -> publish(whole, file, version, condition));
            } catch (IOException | RuntimeException e) {
                disk.delete(whole);
                throw e;
            }
        });
    }

    private void writeAndForce(Path whole, List<ByteBuffer> parts, long version) throws IOException {
        try (Disk.NewFile file = disk.create(whole)) {
            for (ByteBuffer part : parts) {
                file.write(part);
            }
            file.write(ObjectFile.trailer(openedAs, version));
            file.force();
        }
    }

    /** Under the key's lock until the directory is forced, so that nobody acts on what is not durable. */
    private PutResult publish(Path whole, Path file, long version, Condition condition) throws IOException {
        Directory directory = directories.create(Directories.parent(file));
        if (!holds(condition, file)) {
            disk.delete(whole);
            return new PutResult.Conflict();
        }
        while (!moved(whole, file)) {
            directories.forget(Directories.parent(file));
            directory = directories.create(Directories.parent(file));
        }
        listing.changed();
        directory.force();
        while (!directories.isCurrent(directory)) {
            directory = directories.create(Directories.parent(file));
            directory.force();
        }
        return new PutResult.Stored(ObjectFile.etag(openedAs, version));
    }

    /** Whether it could be moved, or else its directory was removed meanwhile: being empty, or so it seemed. */
    private boolean moved(Path whole, Path file) throws IOException {
        try {
            disk.move(whole, file);
            return true;
        } catch (NoSuchFileException e) {
            if (!Files.exists(whole)) {
                throw e;
            }
            return false;
        }
    }

    private static boolean holds(Condition condition, Path file) throws IOException {
        if (condition instanceof Condition.IfAbsent) {
            return !Files.exists(file);
        }
        if (condition instanceof Condition.IfMatch match) {
            return ObjectFile.readEtag(file).filter(match.etag()::equals).isPresent();
        }
        return true;
    }

    @Override
    public CompletionStage<Void> delete(List<String> keys) {
        List<Path> files = keys.stream().map(this::file).toList();
        return submit(writers, () -> {
                    Set<Path> changed = new LinkedHashSet<>();
                    for (int i = 0; i < files.size(); i++) {
                        Path file = files.get(i);
                        locks.writing(keys.get(i), () -> {
                            disk.delete(file);
                            return changed.add(Directories.parent(file));
                        });
                    }
                    listing.changed();
                    for (Path directory : changed) {
                        directories.forceGone(directory);
                        directories.removeIfEmpty(directory);
                    }
                    return files.size();
                })
                .thenAccept(count -> {});
    }

    @Override
    public CompletionStage<List<String>> list(String prefix, String startAfter, int limit) {
        Keys.requirePrefix(prefix);
        Keys.requireLimit(limit);
        return submit(readers, () -> listing.list(prefix, startAfter, limit));
    }

    /** Waits for calls under way; later ones fail. */
    @Override
    public void close() {
        LocalRoot.finish(readers);
        LocalRoot.finish(writers);
        try {
            lock.close();
        } catch (IOException e) {
            throw new StoreException("cannot unlock " + root, false, e);
        }
    }

    private Path file(String key) {
        return root.resolve(Keys.require(key) + LocalListing.OBJECT);
    }

    private <T> CompletionStage<T> submit(ExecutorService threads, KeyLocks.IoCall<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            threads.execute(() -> complete(result, call));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(new StoreException("the store in " + root + " is closed", false, e));
        }
        return result;
    }

    private <T> void complete(CompletableFuture<T> result, KeyLocks.IoCall<T> call) {
        T value;
        try {
            value = call.run();
        } catch (StoreException e) {
            result.completeExceptionally(e);
            return;
        } catch (BrokenDiskException e) {
            result.completeExceptionally(new StoreException(root + ": " + e.getMessage(), false, e));
            return;
        } catch (IOException | RuntimeException | Error e) {
            result.completeExceptionally(new StoreException("the store in " + root + " failed: " + e, true, e));
            return;
        }
        result.complete(value);
    }
}
