package io.runnel.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ConditionalWritesTest {
    private static final ObjectStore.Condition ALWAYS = new ObjectStore.Condition.Always();

    @Test
    void areFoundWhereTheyAre() {
        MemoryObjectStore store = new MemoryObjectStore();
        assertThat(probe(store)).isEqualTo(new ConditionalWrites.Supported());
        assertThat(ObjectStoreContract.await(store.list("", "", 10))).isEmpty();
    }

    @Test
    void areMissedWhereCreatingReplaces() {
        assertThat(probe(new Careless(
                        condition -> condition instanceof ObjectStore.Condition.IfAbsent ? ALWAYS : condition)))
                .isInstanceOfSatisfying(
                        ConditionalWrites.Unsupported.class,
                        no -> assertThat(no.reason()).contains("If-None-Match"));
    }

    @Test
    void areMissedWhereSwappingDoesNotCompare() {
        assertThat(probe(new Careless(
                        condition -> condition instanceof ObjectStore.Condition.IfMatch ? ALWAYS : condition)))
                .isInstanceOfSatisfying(
                        ConditionalWrites.Unsupported.class,
                        no -> assertThat(no.reason()).contains("If-Match"));
    }

    private static ConditionalWrites probe(ObjectStore store) {
        return ObjectStoreContract.await(ConditionalWrites.probe(store));
    }

    /** Understands conditions in its own way, as some stores do. */
    private record Careless(MemoryObjectStore objects, UnaryOperator<Condition> understanding) implements ObjectStore {
        Careless(UnaryOperator<Condition> understanding) {
            this(new MemoryObjectStore(), understanding);
        }

        @Override
        public CompletionStage<Optional<StoredObject>> get(String key) {
            return objects.get(key);
        }

        @Override
        public CompletionStage<Optional<StoredObject>> get(String key, long offset, int length) {
            return objects.get(key, offset, length);
        }

        @Override
        public CompletionStage<Optional<Duration>> age(String key) {
            return objects.age(key);
        }

        @Override
        public CompletionStage<PutResult> put(String key, byte[] bytes, Condition condition) {
            return objects.put(key, bytes, understanding.apply(condition));
        }

        @Override
        public CompletionStage<Void> delete(List<String> keys) {
            return objects.delete(keys);
        }

        @Override
        public CompletionStage<List<String>> list(String prefix, String startAfter, int limit) {
            return objects.list(prefix, startAfter, limit);
        }

        @Override
        public void close() {}
    }
}
