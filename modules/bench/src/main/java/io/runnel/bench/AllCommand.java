package io.runnel.bench;

import io.runnel.bench.Goal.Figure;
import io.runnel.bench.Latencies.Percentiles;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench all}. */
@Command(
        name = "all",
        description =
                "The goals, one by one: Runnel, and a reference beside it if there is one, each on a server of its own.")
final class AllCommand implements Callable<Integer> {
    private static final int SMALL_BODY_BYTES = 256;

    @Mixin
    private final TimeOptions time = new TimeOptions();

    @Option(names = "--s2", paramLabel = "FILE", description = "The s2 command whose 'lite' is the reference.")
    private @Nullable Path s2;

    @Option(
            names = "--stores",
            paramLabel = "STORE",
            split = ",",
            description = "Only these of: ${COMPLETION-CANDIDATES}. Default: all.")
    private Set<Store> stores = EnumSet.allOf(Store.class);

    /** An append costs a server little once its code is compiled, and that takes this long under such a load. */
    @Option(
            names = "--small-warm-up",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "Warm-up of small appends. Default: ${DEFAULT-VALUE}.")
    private double smallWarmUp;

    private final MarkdownTable table =
            new MarkdownTable("work", "store", "Runnel", "reference", "ratio", "goal", "reached");

    /** One kind of work, on a server that nothing else is using. */
    interface Work<R> {
        R on(Subject subject) throws Exception;
    }

    private record Pair<R>(R runnel, @Nullable R reference) {}

    @Override
    public Integer call() throws Exception {
        for (Store store : List.of(Store.MEMORY, Store.LOCAL)) {
            if (stores.contains(store)) {
                sessions(store, 1024, Goal.times(2).withP50(10), Goal.times(2));
                sessions(store, 64 * 1024, Goal.times(4), Goal.times(0.8));
                small(store, 100, Goal.times(1.5).withP50(3));
                small(store, 1000, Goal.times(1.5));
            }
        }
        if (stores.contains(Store.S3)) {
            sessions(Store.S3, 1024, Goal.times(3), Goal.times(2));
            sessions(Store.S3, 64 * 1024, Goal.times(3), Goal.times(0.8));
            small(Store.S3, 100, Goal.times(5));
        }
        if (stores.contains(Store.S3_FAR)) {
            small(Store.S3_FAR, 100, Goal.times(1.9).withP99AndPuts(100, 45));
            small(Store.S3_FAR, 500, Goal.times(2.5).withP99AndPuts(100, 45));
        }
        System.out.println(table);
        return 0;
    }

    private void sessions(Store store, int recordBytes, Goal append, Goal catchUp) throws Exception {
        SessionLoad.Shape shape = BatchOptions.oneSession(recordBytes);
        Pair<SessionWork.Result> results =
                onEach(store, subject -> SessionWork.run(subject, shape, false, time.warmUp(), time.seconds(), 3));
        String record = recordBytes < 1024 ? recordBytes + " B" : recordBytes / 1024 + " KiB";
        row(
                "append session and live reader, " + record + ", MiB/s",
                store,
                results,
                result -> new Figure(result.appendMibs(), result.acks(), 0),
                append);
        row(
                "catch-up, " + record + ", MiB/s",
                store,
                results,
                result -> new Figure(result.catchUpMibs(), Percentiles.NONE, 0),
                catchUp);
    }

    private void small(Store store, int streams, Goal goal) throws Exception {
        Pair<SmallWork.Result> results = onEach(
                store, subject -> SmallWork.run(subject, streams, SMALL_BODY_BYTES, smallWarmUp, time.seconds()));
        row(
                "small appends, " + streams + " streams, appends/s",
                store,
                results,
                result -> new Figure(result.appendsPerSecond(), result.latencies(), result.putsPerSecond()),
                goal);
    }

    private <R> Pair<R> onEach(Store store, Work<R> work) throws Exception {
        R runnel = on(Software.runnel(), store, work);
        return new Pair<>(runnel, s2 == null ? null : on(Software.s2(s2), store, work));
    }

    private static <R> R on(Software software, Store store, Work<R> work) throws Exception {
        System.err.println(software.name() + ", " + store);
        try (Subject subject = Subject.start(software, store)) {
            return work.on(subject);
        }
    }

    private <R> void row(String work, Store store, Pair<R> results, Function<R, Figure> figureOf, Goal goal) {
        Figure runnel = figureOf.apply(results.runnel());
        @Nullable Figure reference = results.reference() == null ? null : figureOf.apply(results.reference());
        table.row(
                work,
                store,
                runnel,
                reference == null ? "-" : reference,
                reference == null ? "-" : Figures.number(runnel.value() / reference.value()) + "×",
                goal,
                goal.reachedBy(runnel, reference));
    }
}
