package io.runnel.objectstore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

/**
 * The objects of a {@link LocalObjectStore}, for reading only. Nothing is written to the directory, and its lock is not
 * taken: a process that has it may go on, since a file under its name is always whole. What that process writes is seen,
 * perhaps a moment before it is durable.
 */
final class ReadOnlyDirectory implements ObjectStore {
    private static final int LISTING_WINDOW = 65_536;

    private final Path root;
    private final LocalListing listing;
    private final ExecutorService readers;
    private String lastListed = "";

    /** @throws StoreException if there is no such directory */
    ReadOnlyDirectory(Path directory, int threads) {
        this.root = directory.toAbsolutePath().normalize();
        if (!Files.isDirectory(root)) {
            throw new StoreException("there is no directory " + root, false);
        }
        this.listing = new LocalListing(root, LISTING_WINDOW);
        this.readers = LocalRoot.threads("runnel-store-read", threads);
    }

    @Override
    public CompletionStage<Optional<StoredObject>> get(String key) {
        return get(key, 0, Integer.MAX_VALUE);
    }

    @Override
    public CompletionStage<Optional<StoredObject>> get(String key, long offset, int length) {
        Path file = root.resolve(Keys.require(key) + LocalListing.OBJECT);
        return submit(() -> ObjectFile.read(file, offset, length));
    }

    @Override
    public CompletionStage<Optional<Duration>> age(String key) {
        Keys.require(key);
        return CompletableFuture.completedFuture(Optional.empty()); // nothing can be written to tell the time by
    }

    @Override
    public CompletionStage<PutResult> put(String key, byte[] bytes, Condition condition) {
        return CompletableFuture.failedFuture(ReadOnlyStores.refusal());
    }

    @Override
    public CompletionStage<Void> delete(List<String> keys) {
        return CompletableFuture.failedFuture(ReadOnlyStores.refusal());
    }

    @Override
    public CompletionStage<List<String>> list(String prefix, String startAfter, int limit) {
        Keys.requirePrefix(prefix);
        Keys.requireLimit(limit);
        return submit(() -> {
            synchronized (listing) {
                // Others write here: only who goes on where the last page ended may see what that one has read.
                if (startAfter.isEmpty() || !startAfter.equals(lastListed)) {
                    listing.changed();
                }
                List<String> page = listing.list(prefix, startAfter, limit);
                lastListed = page.isEmpty() ? "" : page.get(page.size() - 1);
                return page;
            }
        });
    }

    @Override
    public void close() {
        LocalRoot.finish(readers);
    }

    private <T> CompletionStage<T> submit(Callable<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            readers.execute(() -> complete(result, call));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(new StoreException("the store in " + root + " is closed", false, e));
        }
        return result;
    }

    private <T> void complete(CompletableFuture<T> result, Callable<T> call) {
        try {
            result.complete(call.call());
        } catch (StoreException e) {
            result.completeExceptionally(e);
        } catch (IOException e) {
            result.completeExceptionally(new StoreException("cannot read in " + root + ": " + e, false, e));
        } catch (Exception | Error e) {
            result.completeExceptionally(new StoreException("reading in " + root + " failed: " + e, false, e));
        }
    }
}
