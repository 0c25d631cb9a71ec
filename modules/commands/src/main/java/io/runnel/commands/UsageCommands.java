package io.runnel.commands;

import io.runnel.console.Environment;
import io.runnel.console.Version;
import io.runnel.sdk.Await;
import io.runnel.sdk.UsageMetric;
import io.runnel.sdk.UsageMetrics;
import io.runnel.sdk.UsageQuery;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The commands about figures of use. */
final class UsageCommands {
    private static final String FEATURE = "metrics about use ('/metrics' has those of the server itself)";
    private static final String TIMES = " --start-ago 1d --end-ago 0s";

    private UsageCommands() {}

    /** What is common to them. A picocli mixin. */
    static final class Figures {
        @Mixin
        private final UsageOptions options = new UsageOptions(Clock.systemUTC());

        @Mixin
        private final Control control;

        Figures(Environment environment) {
            this.control = new Control(environment);
        }

        /** @param sets of which {@code set} must be one */
        int show(
                String operation,
                String set,
                List<String> sets,
                BiFunction<UsageMetrics, UsageQuery, CompletableFuture<List<UsageMetric>>> ask) {
            UsageQuery query = options.query(set, sets);
            return control.run(operation, FEATURE, client -> {
                List<UsageMetric> metrics = Await.result(ask.apply(client.usage(), query));
                if (control.isJson()) {
                    control.print(UsagePrinter.json(metrics));
                } else {
                    UsagePrinter.print(metrics, control.environment().out());
                }
                return 0;
            });
        }
    }

    /** {@code runnel get-account-metrics}. */
    @Command(
            name = "get-account-metrics",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Shows figures about the use of the account, at most 90 days of them.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  runnel get-account-metrics account-ops" + TIMES + " --interval hour",
                "  runnel get-account-metrics estimated-billable-usage" + TIMES
            })
    static final class Account implements Callable<Integer> {
        private static final List<String> SETS = List.of("active-basins", "account-ops", "estimated-billable-usage");

        @Parameters(
                index = "0",
                paramLabel = "SET",
                description = "Which: active-basins, account-ops or estimated-billable-usage (in USD).")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String set;

        @Mixin
        private final Figures figures;

        Account(Environment environment) {
            this.figures = new Figures(environment);
        }

        @Override
        public Integer call() {
            return figures.show("get account metrics", set, SETS, UsageMetrics::account);
        }
    }

    /** {@code runnel get-basin-metrics}. */
    @Command(
            name = "get-basin-metrics",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Shows figures about the use of a basin, at most 90 days of them.",
            footerHeading = "%nExamples:%n",
            footer = {"  runnel get-basin-metrics my-basin append-throughput" + TIMES})
    static final class Basin implements Callable<Integer> {
        private static final List<String> SETS =
                List.of("storage", "append-ops", "read-ops", "read-throughput", "append-throughput", "basin-ops");

        @Mixin
        private final BasinArgument basin = new BasinArgument();

        @Parameters(
                index = "1",
                paramLabel = "SET",
                description = "Which: storage, append-ops, read-ops, read-throughput, append-throughput or basin-ops.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String set;

        @Mixin
        private final Figures figures;

        Basin(Environment environment) {
            this.figures = new Figures(environment);
        }

        @Override
        public Integer call() {
            return figures.show("get basin metrics", set, SETS, (metrics, query) -> metrics.basin(basin.name(), query));
        }
    }

    /** {@code runnel get-stream-metrics}. */
    @Command(
            name = "get-stream-metrics",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Shows figures about the use of a stream, at most 90 days of them.",
            footerHeading = "%nExamples:%n",
            footer = {"  runnel get-stream-metrics s2://my-basin/my/stream storage" + TIMES})
    static final class OfStream implements Callable<Integer> {
        private static final List<String> SETS = List.of("storage");

        @Mixin
        private final StreamArgument stream = new StreamArgument();

        @Parameters(index = "1", paramLabel = "SET", description = "Which: storage.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String set;

        @Mixin
        private final Figures figures;

        OfStream(Environment environment) {
            this.figures = new Figures(environment);
        }

        @Override
        public Integer call() {
            StreamUri uri = stream.uri();
            return figures.show(
                    "get stream metrics",
                    set,
                    SETS,
                    (metrics, query) -> metrics.stream(uri.basin(), uri.stream(), query));
        }
    }
}
