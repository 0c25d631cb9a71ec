package io.runnel.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrefixedObjectStoreTest extends ObjectStoreContract {
    private final MemoryObjectStore whole = new MemoryObjectStore();
    private final ObjectStore store = new PrefixedObjectStore(whole, "team/prod");

    @Override
    ObjectStore store() {
        return store;
    }

    @Test
    void keepsToItsDirectory() {
        await(whole.put("team/other", bytes("x"), ALWAYS));
        await(whole.put("team/prod2", bytes("x"), ALWAYS));
        put("a", "x");
        assertThat(list("", "", 10)).containsExactly("a");
        assertThat(await(whole.list("", "", 10))).containsExactly("team/other", "team/prod/a", "team/prod2");
    }
}
