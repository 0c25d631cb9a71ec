package io.runnel.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryObjectStoreTest extends ObjectStoreContract {
    private final MemoryObjectStore store = new MemoryObjectStore();

    @Override
    ObjectStore store() {
        return store;
    }

    @Test
    void keepsACopy() {
        byte[] bytes = bytes("x");
        await(store.put("a", bytes, ALWAYS));
        bytes[0] = 'y';
        assertThat(get("a").orElseThrow().bytes()).isEqualTo(bytes("x"));
    }

    @Test
    void refusesForGoodWhatIsTooMuchAndTakesWhatFits() {
        MemoryObjectStore small = new MemoryObjectStore(10);
        await(small.put("a", bytes("123456"), ALWAYS));
        assertThatThrownBy(() -> await(small.put("b", bytes("12345"), ALWAYS)))
                .hasRootCauseInstanceOf(StoreException.class)
                .hasMessageContaining("6 of at most 10 bytes");
        await(small.put("b", bytes("1234"), ALWAYS));
    }

    @Test
    void hasTheRoomBackOfWhatIsGone() {
        MemoryObjectStore small = new MemoryObjectStore(10);
        await(small.put("a", bytes("12345"), ALWAYS));
        await(small.put("a", bytes("54321"), ALWAYS));
        await(small.put("a", bytes("54321"), new ObjectStore.Condition.IfAbsent()));
        await(small.delete(List.of("a")));
        await(small.put("b", bytes("1234567890"), ALWAYS));
    }

    @Test
    void completesBeforeItReturns() {
        assertThat(store.put("a", bytes("x"), ALWAYS).toCompletableFuture()).isCompleted();
        assertThat(store.get("a").toCompletableFuture()).isCompleted();
    }
}
