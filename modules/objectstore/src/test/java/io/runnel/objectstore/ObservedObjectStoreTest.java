package io.runnel.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.objectstore.ObjectStore.Condition;
import io.runnel.objectstore.ObjectStore.PutResult;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObservedObjectStoreTest {
    private final List<String> heard = new ArrayList<>();
    private final MemoryObjectStore whole = new MemoryObjectStore(100);
    private final ObjectStore store = new ObservedObjectStore(
            whole, (operation, ending, bytes, nanos) -> heard.add(operation + " " + ending + " " + bytes));

    @Test
    void everyRequestIsToldWithItsBytes() {
        put("a", 30, new Condition.IfAbsent());
        store.get("a").toCompletableFuture().join();
        store.get("a", 10, 5).toCompletableFuture().join();
        store.list("", "", 10).toCompletableFuture().join();
        store.delete(List.of("a")).toCompletableFuture().join();
        assertThat(heard).containsExactly("PUT DONE 30", "GET DONE 30", "GET DONE 5", "LIST DONE 0", "DELETE DONE 0");
    }

    @Test
    void theBytesOfAllPartsCount() {
        List<ByteBuffer> parts = List.of(ByteBuffer.allocate(30), ByteBuffer.allocate(12));
        store.put("a", parts, new Condition.Always()).toCompletableFuture().join();
        assertThat(heard).containsExactly("PUT DONE 42");
    }

    @Test
    void aConditionThatDoesNotHoldIsAConflictAndALookAtNothingIsDone() {
        put("a", 30, new Condition.IfAbsent());
        assertThat(put("a", 20, new Condition.IfAbsent())).isInstanceOf(PutResult.Conflict.class);
        assertThat(store.get("b").toCompletableFuture().join()).isEmpty();
        assertThat(heard).containsExactly("PUT DONE 30", "PUT CONFLICT 20", "GET DONE 0");
    }

    @Test
    void aFailureIsToldAndPassedOnAsItIs() {
        assertThat(store.put("a", new byte[101], new Condition.Always()))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(StoreException.class);
        assertThat(heard).containsExactly("PUT FAILED 0");
    }

    private PutResult put(String key, int bytes, Condition condition) {
        return store.put(key, new byte[bytes], condition).toCompletableFuture().join();
    }
}
