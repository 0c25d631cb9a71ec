package io.runnel.log;

import io.runnel.objectstore.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Lists whole prefixes, page by page. Belongs to the loop. */
final class KeyList {
    private static final int KEYS_AT_A_TIME = 1000;

    private final ObjectStore store;
    private final Loop loop;
    private final Patience patience;

    KeyList(ObjectStore store, Loop loop, Patience patience) {
        this.store = store;
        this.loop = loop;
        this.patience = patience;
    }

    CompletableFuture<List<String>> of(String prefix) {
        return more(prefix, "", new ArrayList<>());
    }

    private CompletableFuture<List<String>> more(String prefix, String after, List<String> keys) {
        return patience.ask(() -> store.list(prefix, after, KEYS_AT_A_TIME))
                .thenComposeAsync(
                        page -> {
                            keys.addAll(page);
                            return page.size() < KEYS_AT_A_TIME
                                    ? CompletableFuture.completedFuture(keys)
                                    : more(prefix, page.get(page.size() - 1), keys);
                        },
                        loop);
    }
}
