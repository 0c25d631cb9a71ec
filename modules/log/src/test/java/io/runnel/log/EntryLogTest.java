package io.runnel.log;

import static io.runnel.log.Await.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.runnel.objectstore.LocalObjectStore;
import io.runnel.objectstore.MemoryObjectStore;
import io.runnel.objectstore.ObjectStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a log promises to the journal, over a real store. */
abstract class EntryLogTest {
    private static final EntityKey ORDERS = new EntityKey(1, 1);
    private static final EntityKey CHAT = new EntityKey(2, 2);

    static class OverMemoryTest extends EntryLogTest {
        OverMemoryTest() {
            super(new MemoryObjectStore());
        }
    }

    static class OverADirectoryTest extends EntryLogTest {
        OverADirectoryTest(@TempDir Path directory) {
            super(LocalObjectStore.open(directory, 8));
        }
    }

    private final ObjectStore store;
    private EntryLog log;

    EntryLogTest(ObjectStore store) {
        this.store = store;
        this.log = open();
    }

    @AfterEach
    void close() {
        log.close();
        store.close();
    }

    @Test
    void readsWhatIsDurable() {
        append(ORDERS, 0, 3, "abc");
        append(ORDERS, 3, 4, "d");
        assertThat(read(ORDERS, 0, 4, 1000)).containsExactly("abc", "d");
        assertThat(read(ORDERS, 2, 4, 1000)).containsExactly("abc", "d");
        assertThat(read(ORDERS, 3, 4, 1000)).containsExactly("d");
        assertThat(read(ORDERS, 0, 3, 1000)).containsExactly("abc");
        assertThat(read(ORDERS, 4, 9, 1000)).isEmpty();
        assertThat(read(ORDERS, 0, 4, 3)).containsExactly("abc");
    }

    @Test
    void keepsEverythingAcrossAGracefulRestart() {
        append(ORDERS, 0, 3, "abc");
        append(CHAT, 0, 1, "x");
        await(log.shutdown());
        log = open();
        assertThat(log.row(ORDERS)).isEqualTo(new EntityRow(0, 1, 3, 30, 0, null));
        assertThat(read(ORDERS, 0, 3, 1000)).containsExactly("abc");
        assertThat(read(CHAT, 0, 3, 1000)).containsExactly("x");
    }

    @Test
    void aGenerationHasNothingOfTheOneBeforeIt() {
        append(log, entry(ORDERS, 0, 1, 0, 5, "ended".getBytes(UTF_8)));
        append(log, entry(ORDERS, 1, 2, 0, 1, null));
        EntityRow begun = new EntityRow(1, 2, 1, 0, 0, null);
        assertThat(log.row(ORDERS)).isEqualTo(begun);
        log = open();
        assertThat(log.row(ORDERS)).isEqualTo(begun);
        log = open(); // from the archive
        assertThat(log.row(ORDERS)).isEqualTo(begun);
    }

    @Test
    void keepsEverythingAcrossManyCrashes() {
        List<String> expected = new ArrayList<>();
        for (int round = 0; round < 20; round++) {
            append(ORDERS, round, round + 1, "r" + round);
            expected.add("r" + round);
            log = open(); // the old one is never told
            assertThat(read(ORDERS, 0, 100, 1000)).isEqualTo(expected);
        }
    }

    @Test
    void endsTheLogOfWhoeverHadTheShardBefore() {
        append(ORDERS, 0, 1, "a");
        EntryLog before = log;
        log = open();
        assertThatThrownBy(() -> append(before, entry(ORDERS, 1, 2, "b"))).isInstanceOf(LogFencedException.class);
        assertThat(before.failure()).isInstanceOf(LogFencedException.class);
        append(ORDERS, 1, 2, "c");
        assertThat(read(ORDERS, 0, 9, 1000)).containsExactly("a", "c");
    }

    @Test
    void tellsClaimsThatItHasBeenClosed() {
        log.close();
        CompletionStage<Void> claim = log.claim("stream-0002");
        assertThatThrownBy(() -> await(claim)).isInstanceOf(LogClosedException.class);
    }

    @Test
    void knowsAllEntitiesOnceItHasClaimedAllShardsThereAre() {
        append(ORDERS, 0, 3, "abc");
        log.close();
        log = Logs.open(store, 64, LogSettings.from(ConfigFactory.load()), new LogListener() {});
        assertThat(log.row(ORDERS)).isNull();
        await(log.claimAll());
        assertThat(log.row(ORDERS)).isNotNull();
        append(ORDERS, 3, 4, "d");
    }

    @Test
    void seeksByTimestamp() {
        append(ORDERS, 0, 3, "abc");
        append(ORDERS, 3, 4, "d");
        assertThat(await(log.seek(ORDERS, 0, 31, 0, 4))).isEqualTo(OptionalLong.of(3));
        assertThat(await(log.seek(ORDERS, 0, 30, 0, 4))).isEqualTo(OptionalLong.of(0));
        assertThat(await(log.seek(ORDERS, 0, 30, 2, 4))).isEqualTo(OptionalLong.of(2));
        assertThat(await(log.seek(ORDERS, 0, 41, 0, 4))).isEmpty();
    }

    private EntryLog open() {
        EntryLog opened = Logs.open(store, 64, LogSettings.from(ConfigFactory.load()), new LogListener() {});
        await(opened.claim("stream-0001"));
        return opened;
    }

    private void append(EntityKey key, long firstSeq, long nextSeq, String payload) {
        append(log, entry(key, firstSeq, nextSeq, payload));
    }

    private static void append(EntryLog log, LogEntry entry) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        log.append(entry, new EntryLog.AppendCallback() {
            @Override
            public void durable() {
                done.complete(null);
            }

            @Override
            public void failed(Throwable cause) {
                done.completeExceptionally(cause);
            }
        });
        await(done);
    }

    private static LogEntry entry(EntityKey key, long firstSeq, long nextSeq, String payload) {
        return new LogEntry(
                key,
                "stream-0001",
                0,
                firstSeq + 1,
                firstSeq,
                nextSeq,
                10 * firstSeq,
                10 * nextSeq,
                Long.MAX_VALUE,
                0,
                0,
                null,
                payload.getBytes(UTF_8));
    }

    private static LogEntry entry(
            EntityKey key, int generation, long revision, long firstSeq, long nextSeq, byte @Nullable [] state) {
        return new LogEntry(
                key,
                "stream-0001",
                generation,
                revision,
                firstSeq,
                nextSeq,
                0,
                0,
                Long.MAX_VALUE,
                0,
                0,
                state,
                new byte[0]);
    }

    private List<String> read(EntityKey key, long from, long until, int maxBytes) {
        return await(log.read(key, 0, from, until, maxBytes)).stream()
                .map(entry -> new String(entry.payload(), UTF_8))
                .toList();
    }
}
