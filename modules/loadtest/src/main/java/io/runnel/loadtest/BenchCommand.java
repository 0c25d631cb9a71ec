package io.runnel.loadtest;

import io.runnel.console.ClientSettings;
import io.runnel.console.Connection;
import io.runnel.console.Durations;
import io.runnel.console.Environment;
import io.runnel.console.OutputFormat;
import io.runnel.console.Signals;
import io.runnel.console.Version;
import io.runnel.sdk.AppendRetry;
import io.runnel.sdk.RetryPolicy;
import io.runnel.sdk.RunnelClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code runnel bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Appends records at a rate, reads them at the same time and once more afterwards, and verifies every one. "
                    + "Tells throughput and latencies; Ctrl-C ends it early and shows what there is.",
            "It uses streams of its own, bench/..., and deletes them."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  runnel bench my-basin",
            "  runnel bench my-basin --target-mibps 50 --streams 20 --duration 30s",
            "  runnel bench my-basin -d 10s -w 0s --report bench.html",
            "  runnel bench my-basin --json 2>/dev/null | jq .ack_latency_us"
        })
final class BenchCommand implements Callable<Integer> {
    private static final int MIN_RECORD = 128;
    private static final int MAX_RECORD = 1 << 20;
    private static final int MAX_STREAMS = 500;

    private final Environment environment;
    private final AtomicBoolean interrupted;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final Connection connection;

    @Mixin
    private final OutputFormat output = new OutputFormat();

    @Parameters(paramLabel = "BASIN", description = "Where the streams are made.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String basin;

    @Option(
            names = {"-c", "--storage-class"},
            paramLabel = "CLASS",
            description = "Storage class of the streams (default: that of the basin).")
    private @Nullable String storageClass;

    @Option(
            names = {"-b", "--record-size"},
            paramLabel = "BYTES",
            defaultValue = "8192",
            description = "Metered bytes of a record, from 128 to less than 1 MiB (default: ${DEFAULT-VALUE}).")
    private int recordSize;

    @Option(
            names = {"-t", "--target-mibps"},
            paramLabel = "MIBPS",
            defaultValue = "1",
            description = "MiB a second to append, all streams together (default: ${DEFAULT-VALUE}).")
    private double targetMibps;

    @Option(
            names = {"-d", "--duration"},
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = Durations.Converter.class,
            description = "How long to append, such as 90s or 1h 30m (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Duration duration;

    @Option(
            names = {"-w", "--catchup-delay"},
            paramLabel = "TIME",
            defaultValue = "20s",
            converter = Durations.Converter.class,
            description = "How long to wait before everything is read once more (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Duration catchupDelay;

    @Option(
            names = {"-s", "--streams"},
            paramLabel = "N",
            defaultValue = "1",
            description = "Streams among which the load is divided, each with a writer and a reader, 1 to 500 "
                    + "(default: ${DEFAULT-VALUE}).")
    private int streams;

    @Option(names = "--json", description = "Prints the result to standard output as JSON; as --output json.")
    private boolean json;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Saves a report with charts of throughput and latencies over time, as .html or .svg.")
    private @Nullable Path report;

    BenchCommand(Environment environment) {
        this(environment, new AtomicBoolean());
    }

    /** @param interrupted becomes true when the user wants it to end */
    BenchCommand(Environment environment, AtomicBoolean interrupted) {
        this.environment = environment;
        this.connection = new Connection(environment);
        this.interrupted = interrupted;
    }

    @Override
    public Integer call() {
        BenchSettings settings = settings();
        ReportFile file = reportFile();
        List<Runnable> putBack = new ArrayList<>();
        for (String signal : new String[] {"INT", "TERM", "HUP"}) {
            putBack.add(Signals.handle(signal, this::interrupt));
        }
        try {
            return connection.run(
                    "bench",
                    options -> options.retry(RetryPolicy.DEFAULT.withAppend(AppendRetry.NO_SIDE_EFFECTS)),
                    client -> run(client, settings, file));
        } finally {
            putBack.forEach(Runnable::run);
        }
    }

    private int run(RunnelClient client, BenchSettings settings, @Nullable ReportFile file)
            throws InterruptedException {
        Progress progress = new Progress(environment);
        BenchResult result = new BenchRun(client, settings, progress, System::nanoTime, interrupted::get).run();
        new Verdict(environment).print(result);
        if (json || output.isJson()) {
            OutputFormat.printJson(environment, ResultJson.of(result));
        }
        if (file != null) {
            ClientSettings server = connection.settings();
            file.write(result, server.endpoints().account(), Clock.systemUTC().instant());
            environment.err().println(environment.errStyle().done("✓") + " Report: " + file.path());
        }
        return result.mismatch() == null ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** Who asks twice does not want to wait until the streams are deleted: they go by themselves. */
    private void interrupt(int signal) {
        if (!interrupted.compareAndSet(false, true)) {
            Runtime.getRuntime().halt(128 + signal);
        }
    }

    private BenchSettings settings() {
        if (recordSize < MIN_RECORD || recordSize >= MAX_RECORD) {
            throw usage("--record-size is from 128 to less than 1048576 bytes, was " + recordSize);
        }
        if (!(targetMibps > 0) || Double.isInfinite(targetMibps)) {
            throw usage("--target-mibps is more than 0, was " + targetMibps);
        }
        if (duration.isZero()) {
            throw usage("--duration is more than 0");
        }
        if (streams < 1 || streams > MAX_STREAMS) {
            throw usage("--streams is from 1 to " + MAX_STREAMS + ", was " + streams);
        }
        String name = basin.startsWith("s2://") ? basin.substring(5).replaceAll("/$", "") : basin;
        return new BenchSettings(name, storageClass, recordSize, targetMibps, duration, catchupDelay, streams);
    }

    private @Nullable ReportFile reportFile() {
        try {
            return report == null ? null : new ReportFile(report);
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
