package io.runnel.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryObjectStoreTest extends ObjectStoreContract {
    private final MemoryObjectStore store = new MemoryObjectStore();

    @Override
    ObjectStore store() {
        return store;
    }

    @Test
    void copiesNothing() {
        byte[] bytes = bytes("x");
        await(store.put("a", bytes, ALWAYS));
        assertThat(get("a").orElseThrow().bytes()).isSameAs(bytes);
    }

    @Test
    void completesBeforeItReturns() {
        assertThat(store.put("a", bytes("x"), ALWAYS).toCompletableFuture()).isCompleted();
        assertThat(store.get("a").toCompletableFuture()).isCompleted();
    }
}
