package io.runnel.storetools;

import com.typesafe.config.ConfigFactory;
import io.runnel.log.EntityKey;
import io.runnel.log.EntryLog;
import io.runnel.log.LogEntry;
import io.runnel.log.LogListener;
import io.runnel.log.LogSettings;
import io.runnel.log.Logs;
import io.runnel.model.EntityIds;
import io.runnel.objectstore.ObjectStore;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A node that writes to a store through the log, as the journal does. */
final class Writing implements AutoCloseable {
    static final int SHARDS = 8;
    static final int WINDOW = 4; // slots in flight
    static final long NEVER = Long.MAX_VALUE;

    private final EntryLog log;
    private final Map<String, Tail> tails;

    /** Where an entity has got to. */
    private record Tail(int generation, long revision, long nextSeq, long floor) {}

    private Writing(EntryLog log, Map<String, Tail> tails) {
        this.log = log;
        this.tails = tails;
    }

    /** Everything is small, and happens often. */
    static LogSettings small(int rollUpObjects, int segmentBytes) {
        return settings(rollUpObjects, segmentBytes, 400);
    }

    /** Everything stays where it was written, as long as nothing is trimmed. */
    static LogSettings unmoved() {
        return settings(4, 1500, 0);
    }

    /** As a server has them, about. */
    static LogSettings large() {
        String settings = """
            runnel.store { kind = memory, wal.kind = "" }
            runnel.log { delete-after = 0s, segment-bytes = 4 MiB, max-run-bytes = 1 MiB, flush-bytes = 256 KiB }
            """;
        return LogSettings.from(ConfigFactory.parseString(settings).withFallback(ConfigFactory.load()));
    }

    /** So many small batches of so many streams, as fast as the log takes them. */
    void many(int streams, int batches) {
        claimAll();
        CompletableFuture<?>[] last = new CompletableFuture<?>[streams];
        for (int batch = 0; batch < batches; batch++) {
            for (int stream = 0; stream < streams; stream++) {
                String name = "stream|test-basin|" + stream;
                Tail tail = tails.getOrDefault(name, new Tail(0, 0, 0, 0));
                LogEntry entry = batch(name, tail, tail.nextSeq, 1, "a body", NEVER);
                last[stream] = send(entry);
                tails.put(name, new Tail(0, entry.revision(), entry.nextSeq(), 0));
            }
            await(CompletableFuture.allOf(last));
        }
    }

    private static LogSettings settings(int rollUpObjects, int segmentBytes, int fragmentBytes) {
        String settings =
                """
            runnel.store { kind = memory, wal.kind = "" }
            runnel.log {
              flush-bytes = 1024, max-object-bytes = 2048, min-spacing = 0s, linger = 0s, window = %d, hedge-after = 0s
              roll-up-objects = %d, roll-up-bytes = 4000, max-run-bytes = 6000, coalesce-bytes = 512
              segment-bytes = %d, fragment-bytes = %d, delete-after = %s, sweep-interval = 100ms
            }
            """.formatted(WINDOW, rollUpObjects, segmentBytes, fragmentBytes, fragmentBytes == 0 ? "1h" : "0s");
        return LogSettings.from(ConfigFactory.parseString(settings).withFallback(ConfigFactory.load()));
    }

    static Writing to(ObjectStore store) {
        return to(store, small(4, 1500));
    }

    static Writing to(ObjectStore store, LogSettings settings) {
        return new Writing(Logs.open(store, SHARDS, settings, new LogListener() {}), new HashMap<>());
    }

    /** The next node, which knows what the one before has written. */
    Writing next(ObjectStore store) {
        return next(store, small(4, 1500));
    }

    Writing next(ObjectStore store, LogSettings settings) {
        return new Writing(Logs.open(store, SHARDS, settings, new LogListener() {}), new HashMap<>(tails));
    }

    static Id key(String persistenceId) {
        return Id.of(EntityIds.hash(persistenceId));
    }

    static String shard(String persistenceId) {
        String number = Integer.toString(key(persistenceId).shard(SHARDS));
        return EntityIds.kind(persistenceId) + "-" + "0".repeat(4 - number.length()) + number;
    }

    void records(String stream, int count, String body) {
        records(stream, count, body, NEVER);
    }

    void records(String stream, int count, String body, long expiresAtMillis) {
        Tail tail = tails.getOrDefault(stream, new Tail(0, 0, 0, 0));
        append(stream, batch(stream, tail, tail.nextSeq, count, body, expiresAtMillis));
    }

    /** Records with numbers that are not the next ones, or not of the stream. */
    void wrongRecords(String stream, long firstSeq, int count) {
        append(
                stream,
                batch(stream, tails.getOrDefault(stream, new Tail(0, 0, 0, 0)), firstSeq, count, "wrong", NEVER));
    }

    private static LogEntry batch(
            String stream, Tail tail, long firstSeq, int count, String body, long expiresAtMillis) {
        Id key = key(stream);
        return new LogEntry(
                new EntityKey(key.high(), key.low()),
                shard(stream),
                tail.generation,
                tail.revision + 1,
                firstSeq,
                firstSeq + count,
                10 * firstSeq,
                10 * (firstSeq + count - 1),
                expiresAtMillis,
                tail.floor,
                Payload.metered(firstSeq, count, body),
                tail.revision % 5 == 0 ? "state".getBytes(java.nio.charset.StandardCharsets.US_ASCII) : null,
                Payload.records(firstSeq, count, body));
    }

    void event(String persistenceId, String manifest, byte[] object) {
        Tail tail = tails.getOrDefault(persistenceId, new Tail(0, 0, 1, 0));
        Id key = key(persistenceId);
        append(
                persistenceId,
                new LogEntry(
                        new EntityKey(key.high(), key.low()),
                        shard(persistenceId),
                        0,
                        tail.nextSeq,
                        tail.nextSeq,
                        tail.nextSeq + 1,
                        0,
                        0,
                        NEVER,
                        tail.floor,
                        1,
                        null,
                        Payload.event(persistenceId, tail.nextSeq, manifest, object)));
    }

    /** Nothing below it is wanted any more. */
    void trim(String persistenceId, long floor) {
        Tail tail = tails.get(persistenceId);
        append(persistenceId, marker(persistenceId, tail.generation, tail.nextSeq, floor));
    }

    /** The stream is created anew. */
    void recreate(String stream) {
        append(stream, marker(stream, tails.get(stream).generation + 1, 0, 0));
    }

    private LogEntry marker(String persistenceId, int generation, long seq, long floor) {
        Id key = key(persistenceId);
        boolean isStream = persistenceId.startsWith("stream|");
        return new LogEntry(
                new EntityKey(key.high(), key.low()),
                shard(persistenceId),
                generation,
                tails.get(persistenceId).revision + (isStream ? 1 : 0),
                seq,
                seq,
                0,
                0,
                NEVER,
                floor,
                0,
                null,
                new byte[0]);
    }

    private void append(String persistenceId, LogEntry entry) {
        await(log.claim(entry.shard()));
        await(send(entry));
        tails.put(persistenceId, new Tail(entry.generation(), entry.revision(), entry.nextSeq(), entry.floor()));
    }

    private CompletableFuture<Void> send(LogEntry entry) {
        CompletableFuture<Void> durable = new CompletableFuture<>();
        log.append(entry, new EntryLog.AppendCallback() {
            @Override
            public void durable() {
                durable.complete(null);
            }

            @Override
            public void failed(@Nullable Throwable cause) {
                durable.completeExceptionally(cause);
            }
        });
        return durable;
    }

    /** Takes all shards over. */
    void claimAll() {
        for (int i = 0; i < SHARDS; i++) {
            await(log.claim("stream-000" + i));
            await(log.claim("basin-000" + i));
        }
    }

    void shutdown() {
        await(log.shutdown());
    }

    /** As if it had been killed. */
    @Override
    public void close() {
        log.close();
    }

    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("no answer", e);
        }
    }
}
