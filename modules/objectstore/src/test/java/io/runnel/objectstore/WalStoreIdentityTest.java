package io.runnel.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runnel.objectstore.ObjectStore.Condition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class WalStoreIdentityTest {
    private final ObjectStore main = new MemoryObjectStore();
    private final ObjectStore wal = new MemoryObjectStore();

    private void require(ObjectStore itsWal) {
        WalStoreIdentity.require(main, "MAIN", itsWal, "WAL");
    }

    /** As by a log. */
    private static void use(ObjectStore store) {
        put(store, "logs/aa/log", "any");
    }

    private static void put(ObjectStore store, String key, String text) {
        ObjectStoreContract.await(store.put(key, text.getBytes(StandardCharsets.UTF_8), new Condition.Always()));
    }

    @Test
    void twoNewStoresAreJoinedAndStayJoined() {
        require(wal);
        use(main);
        require(wal);
        require(wal);
        assertThat(ObjectStoreContract.await(main.list("", "", 10))).containsExactly("logs/aa/log", "wal-store");
        assertThat(ObjectStoreContract.await(wal.list("", "", 10))).containsExactly("wal-cluster");
    }

    @Test
    void aLogThatHasBeenEmptiedIsNotServedAround() {
        require(wal);
        use(main);
        assertThatThrownBy(() -> require(new MemoryObjectStore()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("WAL is not, or is no longer, the store that has the log of MAIN");
    }

    @Test
    void theLogOfAnotherInstallationIsRefused() {
        require(wal);
        use(main);
        MemoryObjectStore otherMain = new MemoryObjectStore();
        MemoryObjectStore otherWal = new MemoryObjectStore();
        WalStoreIdentity.require(otherMain, "OTHER MAIN", otherWal, "OTHER WAL");
        assertThatThrownBy(() -> require(otherWal))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("the log of another installation, which was OTHER MAIN")
                .hasMessageContaining("That of MAIN was in WAL");
    }

    @Test
    void aNewInstallationDoesNotGetTheLogOfAnother() {
        require(wal);
        assertThatThrownBy(() -> WalStoreIdentity.require(new MemoryObjectStore(), "NEW", wal, "WAL"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("another installation, which was MAIN");
    }

    @Test
    void aStoreThatHasALogElsewhereIsNotUsedAlone() {
        WalStoreIdentity.requireNone(main, "MAIN");
        require(wal);
        assertThatThrownBy(() -> WalStoreIdentity.requireNone(main, "MAIN"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("MAIN has its log on a store of its own, which was WAL");
    }

    @Test
    void aStoreThatHasItsLogItselfGetsNoOther() {
        use(main);
        assertThatThrownBy(() -> require(wal))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("MAIN has been used without WAL");
        assertThat(ObjectStoreContract.await(wal.list("", "", 10))).isEmpty();
    }

    @Test
    void whoDiedBetweenTheTwoObjectsIsFollowedByOneWhoWritesTheSecond() {
        require(wal);
        ObjectStoreContract.await(wal.delete(List.of("wal-cluster")));
        require(wal);
        use(main);
        require(wal);
    }

    @Test
    void damageIsNamed() {
        require(wal);
        put(wal, "wal-cluster", "RNWS 1 0123 x\n");
        assertThatThrownBy(() -> require(wal)).hasMessageContaining("the object wal-cluster in WAL is damaged");
        put(main, "wal-store", "RNWS 2");
        assertThatThrownBy(() -> WalStoreIdentity.requireNone(main, "MAIN"))
                .hasMessageContaining("the object wal-store in MAIN is damaged, or of a newer version");
    }
}
