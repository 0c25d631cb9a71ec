package io.runnel.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.log.BlockCache.Block;
import io.runnel.model.ByteBudget;
import io.runnel.objectstore.StoreException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockCacheTest {
    private static final Place PLACE = new Place(new Id(1, 1), 7);

    private final ScriptedStore store = new ScriptedStore();
    private final ByteBudget underWay = new ByteBudget(100);
    private final BlockCache blocks = new BlockCache(store, underWay, 100, 1);

    @Test
    void neverHasMoreThanTheBoundUnderWayAndServesEverybodyInTurn() {
        List<Block> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.add(fetch(40 * i, 40));
        }
        for (int i = 0; i < 10; i++) {
            assertThat(underWay.takenBytes()).isLessThanOrEqualTo(100);
            assertThat(store.gets).hasSize(Math.min(10, i + 2));
            store.gets.get(i).found(new byte[40]);
            assertThat(all.get(i).bytes()).isCompleted();
        }
        assertThat(underWay.takenBytes()).isZero();
        assertThat(blocks.isBusy()).isFalse();
    }

    @Test
    void givesTheBytesOfAFailedFetchBack() {
        Block failing = fetch(0, 100);
        Block waiting = fetch(100, 100);
        assertThat(blocks.isBusy()).isTrue();
        store.gets.get(0).answer().completeExceptionally(new StoreException("timeout", true));
        assertThat(failing.bytes()).isCompletedExceptionally();
        store.gets.get(1).missing();
        assertThat(waiting.bytes()).isCompletedExceptionally();
        assertThat(underWay.takenBytes()).isZero();
        assertThat(blocks.find(PLACE, 0, 100)).isNull();
    }

    @Test
    void givesTheBytesBackOfAReaderWhoHasGoneAway() {
        fetch(0, 100);
        Block next = fetch(100, 100);
        store.gets.get(0).found(new byte[100]); // nobody wants to know
        store.gets.get(1).found(new byte[100]);
        assertThat(next.bytes()).isCompleted();
        assertThat(underWay.takenBytes()).isZero();
    }

    @Test
    void fetchesForThoseOnceWhoWantTheSameMeanwhileOrAfterwards() {
        Block block = fetch(10, 40);
        assertThat(blocks.find(PLACE, 10, 50)).isSameAs(block);
        assertThat(blocks.find(PLACE, 20, 30)).isSameAs(block);
        assertThat(blocks.find(PLACE, 20, 51)).isNull();
        assertThat(blocks.find(PLACE, 9, 20)).isNull();
        store.gets.get(0).found(new byte[40]);
        assertThat(blocks.find(PLACE, 20, 30)).isSameAs(block);
        assertThat(blocks.find(new Place(new Id(1, 1), -7), 20, 30)).isNull();
    }

    @Test
    void keepsWhatWasLastUsedWithinItsBound() {
        for (int i = 0; i < 2; i++) {
            fetch(40 * i, 40);
            store.gets.get(i).found(new byte[40]);
        }
        assertThat(blocks.find(PLACE, 0, 40)).isNotNull(); // now the other one is the eldest
        fetch(80, 40);
        store.gets.get(2).found(new byte[40]);
        assertThat(blocks.bytes()).isEqualTo(80);
        assertThat(blocks.find(PLACE, 0, 40)).isNotNull();
        assertThat(blocks.find(PLACE, 40, 80)).isNull();
        assertThat(blocks.find(PLACE, 80, 120)).isNotNull();
    }

    @Test
    void knowsOfNoBytesThatAreNotThere() {
        Block block = fetch(0, 40);
        store.gets.get(0).found(new byte[15]); // the object ends
        assertThat(block.length()).isEqualTo(15);
        assertThat(blocks.find(PLACE, 0, 15)).isSameAs(block);
        assertThat(blocks.find(PLACE, 0, 16)).isNull();
        assertThat(blocks.bytes()).isEqualTo(15);
    }

    @Test
    void forgetsWhatIsDamaged() {
        Block block = fetch(0, 40);
        store.gets.get(0).found(new byte[40]);
        blocks.forget(block);
        blocks.forget(block);
        assertThat(blocks.find(PLACE, 0, 40)).isNull();
        assertThat(blocks.bytes()).isZero();
    }

    private Block fetch(int offset, int length) {
        Block block;
        synchronized (blocks) {
            block = blocks.add(PLACE, offset, offset + length);
        }
        blocks.fetch(block);
        return block;
    }
}
