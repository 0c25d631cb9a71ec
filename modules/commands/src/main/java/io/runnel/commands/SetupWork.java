package io.runnel.commands;

import io.runnel.console.Style;
import io.runnel.sdk.Await;
import io.runnel.sdk.BasinClient;
import io.runnel.sdk.BasinInfo;
import io.runnel.sdk.Ensured;
import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.StreamInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/** Makes basins and streams as a {@link SetupFile} wants them. Safe to repeat: what has been done is found done. */
final class SetupWork {
    private final RunnelClient client;
    private final BiConsumer<String, Ensured.Result> done;

    /** @param done told of each, in the order of the file: {@code basin x} or {@code stream x/y}, and what came of it */
    SetupWork(RunnelClient client, BiConsumer<String, Ensured.Result> done) {
        this.client = client;
        this.done = done;
    }

    void apply(SetupFile setup) throws InterruptedException {
        for (SetupFile.Basin basin : setup.basins()) {
            Ensured<BasinInfo> ensured = Await.result(client.ensureBasin(basin.name(), basin.config()));
            done.accept("basin " + basin.name(), ensured.result());
            streams(basin);
        }
    }

    private void streams(SetupFile.Basin basin) throws InterruptedException {
        BasinClient target = client.basin(basin.name());
        List<SetupFile.Stream> all = basin.streams();
        for (int from = 0; from < all.size(); from += SetupPlanner.WINDOW) {
            List<SetupFile.Stream> some = all.subList(from, Math.min(from + SetupPlanner.WINDOW, all.size()));
            List<CompletableFuture<Ensured<StreamInfo>>> answers = new ArrayList<>();
            some.forEach(stream -> answers.add(target.ensureStream(stream.name(), stream.config())));
            for (int i = 0; i < some.size(); i++) {
                done.accept(
                        "stream " + basin.name() + "/" + some.get(i).name(),
                        Await.result(answers.get(i)).result());
            }
        }
    }

    /** What came of one, for people. */
    static String text(String what, Ensured.Result result, Style style) {
        String outcome = switch (result) {
            case CREATED -> style.added("(created)");
            case UPDATED -> style.changed("(config updated)");
            case UNCHANGED -> style.dim("(config unchanged)");
        };
        return "  " + what + " " + outcome;
    }
}
