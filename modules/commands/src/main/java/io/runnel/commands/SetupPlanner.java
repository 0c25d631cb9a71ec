package io.runnel.commands;

import io.runnel.commands.SetupPlan.Action;
import io.runnel.commands.SetupPlan.Step;
import io.runnel.sdk.Await;
import io.runnel.sdk.BasinConfig;
import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.ServerException;
import io.runnel.sdk.StreamConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Compares a {@link SetupFile} with what there is. Nothing is changed. */
final class SetupPlanner {
    /** Streams that are asked about at the same time. */
    static final int WINDOW = 64;

    private static final String STORAGE_CLASS = "storage_class";

    private final RunnelClient client;

    SetupPlanner(RunnelClient client) {
        this.client = client;
    }

    SetupPlan plan(SetupFile setup) throws InterruptedException {
        List<Step> steps = new ArrayList<>();
        for (SetupFile.Basin basin : setup.basins()) {
            BasinConfig present = orNull(client.getBasinConfig(basin.name()), "basin_not_found");
            steps.add(step("basin", basin.name(), fields(present), ConfigFields.of(basin.config()), List.of()));
            addStreams(steps, basin, present != null);
        }
        return new SetupPlan(steps);
    }

    private void addStreams(List<Step> steps, SetupFile.Basin basin, boolean basinExists) throws InterruptedException {
        List<SetupFile.Stream> all = basin.streams();
        for (int from = 0; from < all.size(); from += WINDOW) {
            List<SetupFile.Stream> some = all.subList(from, Math.min(from + WINDOW, all.size()));
            List<CompletableFuture<StreamConfig>> answers = new ArrayList<>();
            for (SetupFile.Stream stream : some) {
                answers.add(
                        basinExists
                                ? client.basin(basin.name()).getStreamConfig(stream.name())
                                : CompletableFuture.completedFuture(null));
            }
            for (int i = 0; i < some.size(); i++) {
                steps.add(stream(basin, some.get(i), orNull(answers.get(i), "stream_not_found")));
            }
        }
    }

    /** What a stream leaves out is as its basin will have it, then as the server has it: the storage class is its own. */
    private static Step stream(SetupFile.Basin basin, SetupFile.Stream stream, @Nullable StreamConfig present) {
        StreamConfig wanted = ConfigFields.orElse(
                ConfigFields.orElse(stream.config(), basin.config().defaultStreamConfig()),
                ConfigFields.SYSTEM_DEFAULT);
        Map<String, Object> before =
                present == null ? null : ConfigFields.of(ConfigFields.orElse(present, ConfigFields.SYSTEM_DEFAULT));
        boolean open = wanted.storageClass() == null;
        if (open && before != null) {
            before.remove(STORAGE_CLASS);
        }
        return step(
                "stream",
                basin.name() + "/" + stream.name(),
                before,
                ConfigFields.of(wanted),
                open ? List.of(STORAGE_CLASS) : List.of());
    }

    private static Step step(
            String resource,
            String name,
            @Nullable Map<String, Object> before,
            Map<String, Object> after,
            List<String> open) {
        List<Difference> changes = Difference.between(before == null ? Map.of() : before, after);
        Action action = before == null ? Action.CREATE : changes.isEmpty() ? Action.KEEP : Action.UPDATE;
        return new Step(resource, name, action, changes, open);
    }

    private static @Nullable Map<String, Object> fields(@Nullable BasinConfig config) {
        return config == null ? null : ConfigFields.of(config);
    }

    /** The answer; null if the server says that there is no such thing. */
    private static <T> @Nullable T orNull(CompletableFuture<T> answer, String code) throws InterruptedException {
        try {
            return Await.result(answer);
        } catch (ServerException e) {
            if (e.code().equals(code)) {
                return null;
            }
            throw e;
        }
    }
}
