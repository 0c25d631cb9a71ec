package io.runnel.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalObjectStoreTest extends ObjectStoreContract {
    @TempDir
    private Path directory;

    private LocalObjectStore store;

    @BeforeEach
    void open() {
        store = LocalObjectStore.open(directory.resolve("not/yet/there"), 16);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    ObjectStore store() {
        return store;
    }

    private void reopen() {
        store.close();
        open();
    }

    @Test
    void keepsObjectsAndEtagsAcrossReopening() {
        String etag = put("a/b", "hello");
        reopen();
        assertThat(text(get("a/b").orElseThrow())).isEqualTo("hello");
        assertThat(put("a/b", "again", new ObjectStore.Condition.IfMatch(etag)))
                .isInstanceOf(ObjectStore.PutResult.Stored.class);
    }

    @Test
    void givesTheSameBytesAnotherEtag() {
        assertThat(put("a", "same")).isNotEqualTo(put("a", "same"));
    }

    @Test
    void keepsAnObjectThatIsNamedLikeADirectory() {
        put("a", "object");
        put("a/b", "below");
        assertThat(text(get("a").orElseThrow())).isEqualTo("object");
        assertThat(text(get("a/b").orElseThrow())).isEqualTo("below");
    }

    @Test
    void refusesADirectoryThatIsInUse() {
        assertThatThrownBy(() -> LocalObjectStore.open(directory.resolve("not/yet/there"), 1))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(directory.resolve("not/yet/there").toString())
                .hasMessageContaining(
                        "in use by process " + ProcessHandle.current().pid())
                .hasMessageContaining("stop that one first");
    }

    @Test
    void refusesADirectoryThatIsInUseByAnotherProcess() throws Exception {
        Path other = Files.createDirectory(directory.resolve("other"));
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        other.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(holder.getInputStream().read()).isEqualTo('!');
            assertThatThrownBy(() -> LocalObjectStore.open(other, 1))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("in use by process " + holder.pid());
        } finally {
            holder.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        LocalObjectStore.open(other, 1).close();
    }

    /** Opens a directory and holds it until killed. */
    static final class LockHolder {
        public static void main(String[] args) throws IOException {
            LocalObjectStore.open(Path.of(args[0]), 1);
            System.out.write('!');
            System.out.flush();
            System.in.read();
        }
    }

    @Test
    void removesWhatACrashedProcessHadNotFinished() throws IOException {
        Path leftover = directory.resolve("not/yet/there/~unfinished/0123");
        store.close();
        Files.writeString(leftover, "half an obj");
        open();
        assertThat(leftover).doesNotExist();
        assertThat(list("", "", 10)).isEmpty();
    }

    @Test
    void showsOnlyItsOwnFiles() throws IOException {
        put("a", "x");
        Files.createDirectory(directory.resolve("not/yet/there/lost+found"));
        Files.writeString(directory.resolve("not/yet/there/README"), "not an object");
        assertThat(list("", "", 10)).containsExactly("a");
    }

    @Test
    void reportsAFileThatIsNoObject() throws IOException {
        Files.writeString(directory.resolve("not/yet/there/a@"), "this was not written by the store");
        assertThatThrownBy(() -> get("a"))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(StoreException.class)
                .hasMessageContaining("a@")
                .hasMessageContaining("trailer");
    }

    @Test
    void leavesNoEmptyDirectories() throws Exception {
        put("a/b/c/1", "x");
        put("a/b/c/2", "x");
        put("a/d", "x");
        await(store.delete(List.of("a/b/c/1", "a/b/c/2")));
        assertThat(directory.resolve("not/yet/there/a/b")).doesNotExist();
        assertThat(list("", "", 10)).containsExactly("a/d");
    }

    @Test
    void losesNothingWhileDirectoriesComeAndGo() throws Exception {
        race(8, racer -> {
            for (int i = 0; i < 200; i++) {
                String key = "shared/dir/" + racer;
                put(key, "x" + i);
                assertThat(get(key)).isPresent();
                delete(key);
                assertThat(get(key)).isEmpty();
            }
            return CompletableFuture.completedFuture(null);
        });
        assertThat(list("", "", 10)).isEmpty();
    }

    @Test
    void listsADirectoryLargerThanItsWindow() throws IOException {
        List<String> keys =
                IntStream.range(0, 1500).mapToObj("p/%04d"::formatted).toList();
        race(keys.iterator());
        LocalListing listing = new LocalListing(directory.resolve("not/yet/there"), 600);
        List<String> found = new ArrayList<>();
        String last = "";
        for (List<String> page = listing.list("p/", last, 7); !page.isEmpty(); page = listing.list("p/", last, 7)) {
            found.addAll(page);
            last = page.get(page.size() - 1);
        }
        assertThat(found).isEqualTo(keys);
    }

    private void race(Iterator<String> keys) {
        ArrayList<CompletionStage<?>> puts = new ArrayList<>();
        keys.forEachRemaining(key -> puts.add(store.put(key, bytes("x"), IF_ABSENT)));
        puts.forEach(ObjectStoreContract::await);
    }

    @Test
    void failsCallsAfterItsEnd() {
        store.close();
        assertThatThrownBy(() -> put("a", "x"))
                .hasCauseInstanceOf(StoreException.class)
                .hasMessageContaining("closed");
    }
}
