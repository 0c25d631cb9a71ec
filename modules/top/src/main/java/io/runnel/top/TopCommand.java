package io.runnel.top;

import io.runnel.console.ClientSettings;
import io.runnel.console.Connection;
import io.runnel.console.Durations;
import io.runnel.console.Environment;
import io.runnel.console.OutputFormat;
import io.runnel.console.Signals;
import io.runnel.console.Version;
import io.runnel.sdk.RunnelClient;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code runnel top}. */
@Command(
        name = "top",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Shows live what a server does: appends and reads, latencies, storage, and the streams of a basin by rate.",
            "On a terminal the view changes in place: q ends it; r, t and n order the streams by rate, tail or name. "
                    + "Elsewhere it is printed again and again, until Ctrl-C. Figures are those of one server process."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  runnel top",
            "  runnel top --basin my-basin --interval 5s",
            "  runnel top --once --output json | jq .append",
            "  runnel top --endpoint http://10.0.0.7:8080"
        })
final class TopCommand implements Callable<Integer> {
    private static final Duration SHORTEST = Duration.ofMillis(100);

    private final Environment environment;
    private final CountDownLatch ended = new CountDownLatch(1);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final Connection connection;

    @Mixin
    private final OutputFormat output = new OutputFormat();

    @Option(
            names = {"-b", "--basin"},
            paramLabel = "BASIN",
            description = "Shows the streams of this basin, of many only those that were active most recently: "
                    + "it asks 100 of them for their tails each time.")
    private @Nullable String basin;

    @Option(
            names = {"-i", "--interval"},
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = Durations.Converter.class,
            description = "How long to wait between two looks (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Duration interval;

    @Option(
            names = {"-s", "--sort"},
            paramLabel = "BY",
            defaultValue = "rate",
            description = "What streams are ordered by: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private SortKey order;

    @Option(names = "--once", description = "Prints one view, of one interval, and ends.")
    private boolean once;

    TopCommand(Environment environment) {
        this.environment = environment;
        this.connection = new Connection(environment);
    }

    @Override
    public Integer call() {
        if (interval.compareTo(SHORTEST) < 0) {
            throw new ParameterException(spec.commandLine(), "--interval is at least 100ms");
        }
        return connection.run("show the server", this::run);
    }

    private int run(RunnelClient client) throws IOException, InterruptedException {
        ClientSettings settings = connection.settings();
        StreamPoll streams = basin == null ? null : new StreamPoll(client.basin(basinName(basin)), System::nanoTime);
        Sampler sampler = new Sampler(Metrics.of(settings), streams, System::nanoTime, Clock.systemUTC());
        View first = sampler.sample();
        if (isLive()) {
            try (LiveScreen screen = LiveScreen.open(sampler, first, interval, order, environment.outStyle())) {
                screen.run();
            }
        } else {
            printUntilEnded(sampler);
        }
        return ExitCode.OK;
    }

    private static String basinName(String name) {
        return name.startsWith("s2://") ? name.substring(5).replaceAll("/.*$", "") : name;
    }

    private boolean isLive() {
        return !once
                && !output.isJson()
                && environment.terminal().in()
                && environment.terminal().out()
                && !"dumb".equals(environment.get("TERM"));
    }

    private void printUntilEnded(Sampler sampler) throws InterruptedException {
        List<Runnable> putBack = new ArrayList<>();
        for (String signal : new String[] {"INT", "TERM", "HUP"}) {
            putBack.add(Signals.handle(signal, number -> ended.countDown()));
        }
        try {
            boolean more = false;
            while (!ended.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
                print(sampler.sample(), more);
                more = true;
                environment.out().flush();
                if (once || environment.out().checkError()) {
                    return;
                }
            }
        } finally {
            putBack.forEach(Runnable::run);
        }
    }

    private void print(View view, boolean more) {
        if (!output.isJson()) {
            if (more) {
                environment.out().println();
            }
            int columns = Math.max(80, environment.terminal().columns());
            Screen.render(view, order, environment.outStyle(), columns, Integer.MAX_VALUE)
                    .forEach(environment.out()::println);
        } else if (once) {
            OutputFormat.printJson(environment, ViewJson.of(view, order));
        } else {
            environment.out().println(ViewJson.of(view, order));
        }
    }
}
