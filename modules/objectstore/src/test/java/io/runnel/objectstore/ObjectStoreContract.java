package io.runnel.objectstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runnel.objectstore.ObjectStore.Condition;
import io.runnel.objectstore.ObjectStore.PutResult;
import io.runnel.objectstore.ObjectStore.StoredObject;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store promises; each implementation runs all of it, every test in an empty store. */
abstract class ObjectStoreContract {
    static final Condition ALWAYS = new Condition.Always();
    static final Condition IF_ABSENT = new Condition.IfAbsent();

    /** The store under test, empty when the test begins. */
    abstract ObjectStore store();

    @Test
    void hasNothingAtFirst() {
        assertThat(get("a")).isEmpty();
        assertThat(part("a", 0, 1)).isEmpty();
        assertThat(list("", "", 1000)).isEmpty();
    }

    @Test
    void givesBackWhatWasPut() {
        String etag = put("dir/a", "hello");
        StoredObject object = get("dir/a").orElseThrow();
        assertThat(text(object)).isEqualTo("hello");
        assertThat(object.etag()).isEqualTo(etag);
        assertThat(object.size()).isEqualTo(5);
    }

    @Test
    void putsThePartsOfAnObjectTogether() {
        ByteBuffer middle = ByteBuffer.wrap(bytes("xllx"), 1, 2);
        List<ByteBuffer> parts = List.of(ByteBuffer.wrap(bytes("he")), middle, ByteBuffer.wrap(bytes("o")));
        await(store().put("a", parts, IF_ABSENT));
        assertThat(text(get("a").orElseThrow())).isEqualTo("hello");
        assertThat(await(store().put("a", List.of(middle), IF_ABSENT))).isEqualTo(new PutResult.Conflict());
        await(store().put("a", List.of(middle), ALWAYS));
        assertThat(text(get("a").orElseThrow())).isEqualTo("ll");
    }

    @Test
    void knowsHowLongAgoAnObjectWasWritten() {
        assertThat(age("a")).isEmpty();
        put("a", "old");
        long begun = System.nanoTime();
        while (age("a").orElseThrow().isZero()) {
            Thread.onSpinWait(); // stores count in milliseconds, or in seconds
        }
        Duration most = Duration.ofNanos(System.nanoTime() - begun).plusSeconds(3);
        assertThat(age("a").orElseThrow()).isPositive().isLessThan(most);
    }

    private Optional<Duration> age(String key) {
        return store().age(key).toCompletableFuture().join();
    }

    @Test
    void keepsAnEmptyObject() {
        String etag = put("fence", "");
        assertThat(get("fence")).hasValueSatisfying(object -> {
            assertThat(object.bytes()).isEmpty();
            assertThat(object.etag()).isEqualTo(etag);
        });
        assertThat(part("fence", 0, 10))
                .hasValueSatisfying(object -> assertThat(object.bytes()).isEmpty());
        assertThat(part("fence", -10, 10))
                .hasValueSatisfying(object -> assertThat(object.size()).isZero());
    }

    @Test
    void replacesAnObjectAlways() {
        String first = put("a", "one");
        String second = put("a", "three");
        assertThat(second).isNotEqualTo(first);
        assertThat(text(get("a").orElseThrow())).isEqualTo("three");
    }

    @Test
    void createsOnlyWhatIsAbsent() {
        assertThat(put("a", "mine", IF_ABSENT)).isInstanceOf(PutResult.Stored.class);
        assertThat(put("a", "yours", IF_ABSENT)).isEqualTo(new PutResult.Conflict());
        assertThat(text(get("a").orElseThrow())).isEqualTo("mine");
    }

    @Test
    void createsAgainWhatWasDeleted() {
        put("a", "mine");
        delete("a");
        assertThat(put("a", "yours", IF_ABSENT)).isInstanceOf(PutResult.Stored.class);
        assertThat(text(get("a").orElseThrow())).isEqualTo("yours");
    }

    @Test
    void swapsOnlyTheVersionThatWasCompared() {
        String first = put("a", "one");
        assertThat(put("a", "two", new Condition.IfMatch(first))).isInstanceOf(PutResult.Stored.class);
        assertThat(put("a", "three", new Condition.IfMatch(first))).isEqualTo(new PutResult.Conflict());
        assertThat(text(get("a").orElseThrow())).isEqualTo("two");
    }

    @Test
    void swapsTheVersionThatWasRead() {
        put("a", "one");
        String read = part("a", 0, 1).orElseThrow().etag();
        assertThat(put("a", "two", new Condition.IfMatch(read))).isInstanceOf(PutResult.Stored.class);
    }

    @Test
    void swapsNothingThatIsAbsent() {
        String etag = put("a", "one");
        delete("a");
        assertThat(put("a", "two", new Condition.IfMatch(etag))).isEqualTo(new PutResult.Conflict());
        assertThat(get("a")).isEmpty();
    }

    @Test
    void letsExactlyOneOfManyCreate() throws Exception {
        for (int round = 0; round < 5; round++) {
            String key = "race/" + round;
            List<PutResult> results = race(16, racer -> store().put(key, bytes("racer " + racer), IF_ABSENT));
            assertThat(results).filteredOn(PutResult.Stored.class::isInstance).hasSize(1);
            int winner = IntStream.range(0, 16)
                    .filter(racer -> results.get(racer) instanceof PutResult.Stored)
                    .findFirst()
                    .orElseThrow();
            assertThat(text(get(key).orElseThrow())).isEqualTo("racer " + winner);
        }
    }

    @Test
    void letsExactlyOneOfManySwap() throws Exception {
        String etag = put("a", "start");
        for (int round = 0; round < 5; round++) {
            String prefix = "round " + round + " racer ";
            Condition unchanged = new Condition.IfMatch(etag);
            List<PutResult> results = race(16, racer -> store().put("a", bytes(prefix + racer), unchanged));
            List<String> stored = results.stream()
                    .filter(PutResult.Stored.class::isInstance)
                    .map(result -> ((PutResult.Stored) result).etag())
                    .toList();
            assertThat(stored).hasSize(1);
            etag = stored.get(0);
            assertThat(get("a").orElseThrow().etag()).isEqualTo(etag);
        }
    }

    @Test
    void readsAPart() {
        put("a", "0123456789");
        assertThat(text(part("a", 0, 3).orElseThrow())).isEqualTo("012");
        assertThat(text(part("a", 4, 2).orElseThrow())).isEqualTo("45");
        assertThat(part("a", 4, 2).orElseThrow().size()).isEqualTo(10);
    }

    @Test
    void cutsAPartWhereTheObjectEnds() {
        put("a", "0123456789");
        assertThat(text(part("a", 8, 100).orElseThrow())).isEqualTo("89");
        assertThat(text(part("a", 10, 1).orElseThrow())).isEmpty();
        assertThat(text(part("a", 99, 1).orElseThrow())).isEmpty();
        assertThat(text(part("a", 3, 0).orElseThrow())).isEmpty();
        assertThat(part("a", 99, 1).orElseThrow().size()).isEqualTo(10);
    }

    @Test
    void readsTheEndOfAnObjectWhoseSizeIsUnknown() {
        put("a", "0123456789");
        assertThat(text(part("a", -4, 4).orElseThrow())).isEqualTo("6789");
        assertThat(text(part("a", -4, 2).orElseThrow())).isEqualTo("67");
        assertThat(text(part("a", -4, 100).orElseThrow())).isEqualTo("6789");
        assertThat(text(part("a", -100, 100).orElseThrow())).isEqualTo("0123456789");
        assertThat(part("a", -4, 4).orElseThrow().size()).isEqualTo(10);
    }

    @Test
    void listsInByteOrder() {
        List<String> keys = List.of("A", "a-b", "a.b", "a/b-c", "a/b/c", "a/b0", "a0", "a_b", "ab", "b/0", "b/1");
        keys.forEach(key -> put(key, "x"));
        assertThat(list("", "", 1000)).isEqualTo(keys.stream().sorted().toList());
    }

    @Test
    void listsWhatBeginsWithThePrefix() {
        List.of("a/1", "a/2", "ab/1", "b/1", "a-").forEach(key -> put(key, "x"));
        assertThat(list("a/", "", 1000)).containsExactly("a/1", "a/2");
        assertThat(list("a", "", 1000)).containsExactly("a-", "a/1", "a/2", "ab/1");
        assertThat(list("a/2", "", 1000)).containsExactly("a/2");
        assertThat(list("c/", "", 1000)).isEmpty();
    }

    @Test
    void listsPageByPage() {
        List<String> keys = IntStream.range(0, 25)
                .mapToObj(i -> "p/%d/%02d".formatted(i / 10, i))
                .toList();
        keys.forEach(key -> put(key, "x"));
        put("q", "x");
        List<String> pages = new ArrayList<>();
        List<String> page = list("p/", "", 10);
        while (page.size() == 10) {
            pages.addAll(page);
            page = list("p/", page.get(9), 10);
        }
        pages.addAll(page);
        assertThat(pages).isEqualTo(keys);
    }

    @Test
    void listsAfterAKeyThatDoesNotExist() {
        List.of("p/1", "p/3", "p/5/x", "p/7").forEach(key -> put(key, "x"));
        assertThat(list("p/", "p/2", 1000)).containsExactly("p/3", "p/5/x", "p/7");
        assertThat(list("p/", "p/5", 1000)).containsExactly("p/5/x", "p/7");
        assertThat(list("p/", "p/5/y", 1000)).containsExactly("p/7");
        assertThat(list("p/", "a", 1)).containsExactly("p/1");
        assertThat(list("p/", "q", 1000)).isEmpty();
    }

    @Test
    void deletesMany() {
        List<String> keys =
                IntStream.range(0, 50).mapToObj(i -> "d/" + (100 + i)).toList();
        keys.forEach(key -> put(key, "x"));
        put("kept", "x");
        await(store().delete(keys));
        assertThat(list("", "", 1000)).containsExactly("kept");
    }

    @Test
    void takesWhatDoesNotExistAsDeleted() {
        put("a", "x");
        await(store().delete(List.of("a", "b", "c/d")));
        await(store().delete(List.of()));
        assertThat(get("a")).isEmpty();
    }

    @Test
    void keepsABigObject() {
        byte[] big = new byte[9 * 1024 * 1024 + 7];
        new Random(7).nextBytes(big);
        await(store().put("big", big, IF_ABSENT));
        assertThat(get("big").orElseThrow().bytes()).isEqualTo(big);
        byte[] part = part("big", 5_000_000, 1_000_000).orElseThrow().bytes();
        assertThat(part).isEqualTo(Arrays.copyOfRange(big, 5_000_000, 6_000_000));
    }

    @Test
    void servesManyAtOnce() throws Exception {
        List<PutResult> results = race(64, i -> store().put("many/" + i, bytes("value " + i), IF_ABSENT));
        assertThat(results).allMatch(PutResult.Stored.class::isInstance);
        List<Optional<StoredObject>> objects = race(64, i -> store().get("many/" + i));
        for (int i = 0; i < 64; i++) {
            assertThat(text(objects.get(i).orElseThrow())).isEqualTo("value " + i);
        }
    }

    @Test
    void showsAWriteToEveryCallAfterIt() {
        for (int i = 0; i < 20; i++) {
            put("a", "version " + i);
            assertThat(text(get("a").orElseThrow())).isEqualTo("version " + i);
        }
        delete("a");
        assertThat(get("a")).isEmpty();
        assertThat(list("a", "", 1)).isEmpty();
    }

    @Test
    void refusesWhatIsNoKey() {
        for (String key :
                List.of("", "/a", "a/", "a//b", ".", "..", "a/../b", "a b", "ä", "a\\b", "a@", "x".repeat(513))) {
            assertThatThrownBy(() -> store().put(key, bytes("x"), ALWAYS))
                    .as(key)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(put("k/" + "x".repeat(200), "x")).isNotEmpty();
    }

    final <T> List<T> race(int racers, IntFunction<CompletionStage<T>> call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(racers);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<CompletableFuture<T>> results = IntStream.range(0, racers)
                    .mapToObj(racer -> CompletableFuture.supplyAsync(
                                    () -> {
                                        awaitUninterruptibly(start);
                                        return call.apply(racer);
                                    },
                                    threads)
                            .thenCompose(stage -> stage))
                    .toList();
            start.countDown();
            return results.stream().map(ObjectStoreContract::await).toList();
        } finally {
            threads.shutdown();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    final Optional<StoredObject> get(String key) {
        return await(store().get(key));
    }

    final Optional<StoredObject> part(String key, long offset, int length) {
        return await(store().get(key, offset, length));
    }

    final String put(String key, String value) {
        return ((PutResult.Stored) put(key, value, ALWAYS)).etag();
    }

    final PutResult put(String key, String value, Condition condition) {
        return await(store().put(key, bytes(value), condition));
    }

    final void delete(String key) {
        await(store().delete(List.of(key)));
    }

    final List<String> list(String prefix, String startAfter, int limit) {
        return await(store().list(prefix, startAfter, limit));
    }

    static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static String text(StoredObject object) {
        return new String(object.bytes(), UTF_8);
    }
}
