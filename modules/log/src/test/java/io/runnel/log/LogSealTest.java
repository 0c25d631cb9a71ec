package io.runnel.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.objectstore.ObjectStore;
import io.runnel.objectstore.ObjectStore.Condition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class LogSealTest {
    private static final Id CLUSTER = new Id(1, 1);
    private static final Id LOG = new Id(2, 2);
    private static final int WINDOW = 4;

    private final Simulation simulation = new Simulation(7);
    private final InvariantStore store = new InvariantStore();

    @Test
    void endsAnEmptyLogAtItsFirstSlot() {
        open();
        assertThat(seal(store)).isEqualTo(1);
    }

    @Test
    void endsALogAtItsFirstGapWhateverLiesBeyond() {
        open();
        write(1, 2, 3, 5, 6);
        assertThat(seal(store)).isEqualTo(4);
    }

    @Test
    void adoptsASealThatAnotherLeftBehind() {
        open();
        write(1, 2);
        put(ObjectKeys.slot(LOG, 3), WalObject.seal(CLUSTER, LOG, 3, new Id(8, 8), 0));
        write(4, 5);
        assertThat(seal(store)).isEqualTo(3);
    }

    @Test
    void isOfOneMindWithAllOtherSealers_I_SEAL() {
        open();
        write(1, 2, 4);
        List<CompletableFuture<LogDescriptor>> sealers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            UnreliableStore far = new UnreliableStore(store, simulation, 0.1);
            sealers.add(sealer(far).seal(LOG, 0));
        }
        sealers.forEach(sealer -> assertThat(simulation.await(sealer).end()).isEqualTo(3));
    }

    @Test
    void comesToAnEndAgainstAWriterThatIsAlwaysFaster() {
        open();
        long[] next = {1};
        ObjectStore racing = new Racing(() -> next[0] += written(next[0]) ? 1 : 0);
        assertThat(seal(racing)).isLessThan(100);
    }

    @Test
    void findsTheEndOfAMillionObjectsInAHandfulOfRoundTrips() {
        long end = 1_234_567;
        Counting many = new Counting(end);
        Simulation.Node loop = simulation.node();
        GapSearch search = new GapSearch(many, loop, new Patience(loop, 1), descriptor(0), 2 * WINDOW + 1);
        assertThat(simulation.await(search.from(0))).isEqualTo(new GapSearch.End(end, false));
        assertThat(many.calls).isLessThan(300);
        assertThat(many.rounds()).isLessThan(10);
    }

    @Test
    void takesSlotsThatWereCollectedForWritten() {
        open(3);
        write(4, 5);
        assertThat(seal(store)).isEqualTo(6);
    }

    private static LogDescriptor descriptor(long collectedThrough) {
        return new LogDescriptor(CLUSTER, LOG, 0, WINDOW, 0, collectedThrough, 1000, 0, new Id(3, 3));
    }

    private long seal(ObjectStore over) {
        return simulation.await(sealer(over).seal(LOG, 0)).end();
    }

    private LogSeal sealer(ObjectStore over) {
        Simulation.Node loop = simulation.node();
        return new LogSeal(
                over,
                loop,
                new Patience(loop, 1),
                new Random(simulation.random().nextLong()),
                false);
    }

    private void open() {
        open(0);
    }

    private void open(long collectedThrough) {
        put(ObjectKeys.descriptor(LOG), descriptor(collectedThrough).encode());
        put(
                ObjectKeys.shard(Entries.SHARD),
                ShardManifest.first(Entries.SHARD, LOG, new Id(4, 4)).encode());
    }

    private void write(long... slots) {
        for (long slot : slots) {
            assertThat(written(slot)).isTrue();
        }
    }

    private boolean written(long slot) {
        byte[] object = WalObject.encode(
                        CLUSTER, LOG, slot, new Id(5, slot), 0, 0, List.of(Entries.entry(1, slot, "x")))
                .bytes();
        return put(ObjectKeys.slot(LOG, slot), object) instanceof ObjectStore.PutResult.Stored;
    }

    private ObjectStore.PutResult put(String key, byte[] bytes) {
        return Await.await(store.put(key, bytes, new Condition.IfAbsent()));
    }

    /** Before each write of a SEAL, the writer is faster. */
    private final class Racing extends ForwardingStore {
        private final Runnable before;

        Racing(Runnable before) {
            super(store);
            this.before = before;
        }

        @Override
        public CompletionStage<PutResult> put(String key, byte[] bytes, Condition condition) {
            if (key.startsWith("wal/")) {
                before.run();
            }
            return super.put(key, bytes, condition);
        }
    }

    /** As if there were so many objects. */
    private final class Counting extends ForwardingStore {
        private final long end;
        private int calls;
        private final List<Long> times = new ArrayList<>();

        Counting(long end) {
            super(store);
            this.end = end;
        }

        long rounds() {
            return times.stream().distinct().count();
        }

        @Override
        public CompletionStage<Optional<StoredObject>> get(String key, long offset, int length) {
            calls++;
            long slot = Long.parseLong(key.substring(key.lastIndexOf('/') + 1));
            byte[] object = WalObject.encode(
                            CLUSTER, LOG, slot, new Id(5, slot), 0, 0, List.of(Entries.entry(1, slot, "x")))
                    .bytes();
            long asked = simulation.now();
            times.add(asked);
            CompletableFuture<Optional<StoredObject>> answer = new CompletableFuture<>();
            simulation.at(
                    1_000_000,
                    () -> answer.complete(
                            slot < end
                                    ? Optional.of(new StoredObject(tail(object, offset), "e", object.length))
                                    : Optional.empty()));
            return answer;
        }

        private static byte[] tail(byte[] object, long offset) {
            return offset == 0 ? new byte[0] : Arrays.copyOfRange(object, object.length + (int) offset, object.length);
        }
    }
}
