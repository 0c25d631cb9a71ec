package io.runnel.loadtest;

import io.runnel.sdk.Await;
import io.runnel.sdk.BasinClient;
import io.runnel.sdk.RetentionPolicy;
import io.runnel.sdk.RunnelException;
import io.runnel.sdk.StreamClient;
import io.runnel.sdk.StreamConfig;
import io.runnel.sdk.StreamInfo;
import io.runnel.sdk.TimestampingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Streams for one run, which go away by themselves if nobody can delete them at its end. To be closed. */
final class TemporaryStreams implements AutoCloseable {
    private static final long RETENTION_SECONDS = 3600;
    private static final long EMPTY_SECONDS = 60;

    private final BasinClient basin;
    private final List<String> names = new ArrayList<>();

    private final Consumer<String> warnings;

    private TemporaryStreams(BasinClient basin, int count, Consumer<String> warnings) {
        this.basin = basin;
        this.warnings = warnings;
        for (int i = 0; i < count; i++) {
            names.add("bench/" + UUID.randomUUID());
        }
    }

    /**
     * @param warnings told of what could not be cleaned up
     * @throws RunnelException if one cannot be created; then none stays
     */
    static TemporaryStreams create(
            BasinClient basin, int count, @Nullable String storageClass, Consumer<String> warnings)
            throws InterruptedException {
        StreamConfig config = StreamConfig.DEFAULT
                .withStorageClass(storageClass)
                .withRetention(RetentionPolicy.age(RETENTION_SECONDS))
                .withTimestampingMode(TimestampingMode.CLIENT_REQUIRE)
                .withUncapped(true)
                .withDeleteOnEmptyMinAgeSeconds(EMPTY_SECONDS);
        TemporaryStreams streams = new TemporaryStreams(basin, count, warnings);
        try {
            List<CompletableFuture<StreamInfo>> created = streams.names.stream()
                    .map(name -> basin.createStream(name, config))
                    .toList();
            for (CompletableFuture<StreamInfo> each : created) {
                Await.result(each);
            }
        } catch (InterruptedException | RuntimeException e) {
            streams.close();
            throw e;
        }
        return streams;
    }

    List<String> names() {
        return List.copyOf(names);
    }

    StreamClient client(String name) {
        return basin.stream(name);
    }

    /** A stream that cannot be deleted goes by itself, after its records. */
    @Override
    public void close() {
        List<CompletableFuture<Void>> deleted =
                names.stream().map(basin::deleteStreamIfExists).toList();
        int failed = 0;
        for (CompletableFuture<Void> each : deleted) {
            try {
                each.join();
            } catch (CompletionException e) {
                failed++;
            }
        }
        if (failed > 0) {
            warnings.accept("warning: " + failed + " of the streams " + names.get(0)
                    + " ... could not be deleted; they go by themselves when their records have expired");
        }
    }
}
