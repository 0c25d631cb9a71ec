package io.runnel.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SplitObjectStoreTest extends ObjectStoreContract {
    private final MemoryObjectStore main = new MemoryObjectStore();
    private final MemoryObjectStore wal = new MemoryObjectStore();
    private final ObjectStore store = new SplitObjectStore(main, wal);

    @Override
    ObjectStore store() {
        return store;
    }

    @Test
    void keepsTheObjectsOfTheLogApart() {
        put("wal/aa/log/1", "one");
        put("wal-store", "mark");
        put("logs/aa/log", "open");
        assertThat(await(wal.list("", "", 10))).containsExactly("wal/aa/log/1");
        assertThat(await(main.list("", "", 10))).containsExactly("logs/aa/log", "wal-store");
        assertThat(get("wal/aa/log/1").orElseThrow().bytes()).isEqualTo(bytes("one"));
        await(store.delete(List.of("wal/aa/log/1", "wal-store")));
        assertThat(list("", "", 10)).containsExactly("logs/aa/log");
    }

    @Test
    void listsBothInOneOrder() {
        for (String key : List.of("a", "wal-store", "wal/1", "wal/2", "wal0", "x")) {
            put(key, "x");
        }
        assertThat(list("", "", 10)).containsExactly("a", "wal-store", "wal/1", "wal/2", "wal0", "x");
        assertThat(list("", "", 3)).containsExactly("a", "wal-store", "wal/1");
        assertThat(list("", "wal/1", 2)).containsExactly("wal/2", "wal0");
        assertThat(list("wa", "", 10)).containsExactly("wal-store", "wal/1", "wal/2", "wal0");
        assertThat(list("wal/", "wal/1", 10)).containsExactly("wal/2");
        assertThat(list("wal-", "", 10)).containsExactly("wal-store");
    }
}
