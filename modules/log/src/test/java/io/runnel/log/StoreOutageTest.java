package io.runnel.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.objectstore.MemoryObjectStore;
import io.runnel.objectstore.ObjectStore;
import io.runnel.objectstore.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A store that fails every request for a quarter of an hour, in virtual time. */
class StoreOutageTest {
    private static final int BEFORE = 20;
    private static final int DURING = 300;
    private static final long MINUTES = TimeUnit.MINUTES.toNanos(15);

    private final Simulation simulation = new Simulation(7);
    private final Failing store = new Failing();
    private final Simulation.Node node = simulation.node();
    private final WalLog log =
            new WalLog(store, 64, TestSettings.tiny(), new LogListener() {}, node, node, simulation.random(), () -> {});
    private final List<Integer> durable = new ArrayList<>();
    private final List<Throwable> failed = new ArrayList<>();
    private int appended;

    @Test
    void holdsWhatItWasGivenAndGoesOnInOrderWhenTheStoreIsBack() {
        simulation.await(log.claim(Entries.SHARD));
        for (int i = 0; i < BEFORE; i++) {
            append();
        }
        simulation.runUntil(() -> durable.size() == BEFORE);

        store.fails = true;
        for (int i = 0; i < DURING; i++) {
            append();
            simulation.runFor(MINUTES / DURING);
        }
        assertThat(durable).as("acknowledged without a store").hasSize(BEFORE);
        assertThat(failed).isEmpty();
        assertThat(log.failure()).isNull();
        assertThat(store.requests)
                .as("it asks again, but not all the time")
                .isBetween(10L, 10 * TimeUnit.NANOSECONDS.toSeconds(MINUTES));

        store.fails = false;
        simulation.runUntil(() -> durable.size() == BEFORE + DURING);
        for (int i = 0; i < BEFORE + DURING; i++) {
            assertThat(durable.get(i)).isEqualTo(i);
        }
        List<LogEntry> read = simulation.await(log.read(new EntityKey(1, 1), 0, 0, appended, Integer.MAX_VALUE));
        assertThat(read)
                .extracting(LogEntry::firstSeq)
                .startsWith(0L)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(failed).isEmpty();
    }

    private void append() {
        int number = appended++;
        log.append(Entries.entry(1, number, "entry " + number), new EntryLog.AppendCallback() {
            @Override
            public void durable() {
                durable.add(number);
            }

            @Override
            public void failed(Throwable cause) {
                failed.add(cause);
            }
        });
    }

    private static final class Failing extends ForwardingStore {
        private boolean fails;
        private long requests;

        Failing() {
            super(new MemoryObjectStore());
        }

        private <T> CompletionStage<T> or(CompletionStage<T> answer) {
            requests += fails ? 1 : 0;
            return answer;
        }

        private static <T> CompletionStage<T> failure() {
            return CompletableFuture.failedFuture(new StoreException("503", true));
        }

        @Override
        public CompletionStage<Optional<StoredObject>> get(String key) {
            return or(fails ? failure() : super.get(key));
        }

        @Override
        public CompletionStage<Optional<StoredObject>> get(String key, long offset, int length) {
            return or(fails ? failure() : super.get(key, offset, length));
        }

        @Override
        public CompletionStage<ObjectStore.PutResult> put(String key, byte[] bytes, Condition condition) {
            return or(fails ? failure() : super.put(key, bytes, condition));
        }

        @Override
        public CompletionStage<Void> delete(List<String> keys) {
            return or(fails ? failure() : super.delete(keys));
        }

        @Override
        public CompletionStage<List<String>> list(String prefix, String startAfter, int limit) {
            return or(fails ? failure() : super.list(prefix, startAfter, limit));
        }
    }
}
