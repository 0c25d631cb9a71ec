package io.runnel.commands;

import io.runnel.console.Connection;
import io.runnel.console.Durations;
import io.runnel.console.Environment;
import io.runnel.console.Version;
import io.runnel.sdk.Await;
import io.runnel.sdk.Position;
import io.runnel.sdk.RangeNotSatisfiableException;
import io.runnel.sdk.ReadOptions;
import io.runnel.sdk.ReadSession;
import io.runnel.sdk.ReadStart;
import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.StreamClient;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code runnel read}. */
@Command(
        name = "read",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Reads records and prints them, a line each; begins at the tail unless told otherwise.",
            "Without -n, -b, --until, --wait and --until-tail it follows the stream until Ctrl-C. With -n, -b or --until it "
                    + "ends there, or at the end of the records there are.",
            "Notices go to standard error: each batch, commands in the stream, at last the speed.",
            "Options about the configuration matter only if this creates the stream (--create-stream-on-read)."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  runnel read s2://my-basin/my/stream -s 0 --until-tail",
            "  runnel read s2://my-basin/my/stream --ago 1h",
            "  runnel read s2://my-basin/my/stream -s 42 -n 1 --format json",
            "  runnel read s2://my-basin/my/stream --tail-offset 100 --wait 30s -o last.txt"
        })
final class ReadCommand implements Callable<Integer> {
    private final Environment environment;
    private final Clock clock;

    @Mixin
    private final StreamArgument stream = new StreamArgument();

    @ArgGroup(exclusive = true)
    private @Nullable Start start;

    static final class Start {
        @Option(
                names = {"-s", "--seq-num"},
                paramLabel = "N",
                converter = U64.Converter.class,
                description = "Begin at this sequence number; 0 for the beginning.")
        @Nullable
        Long seqNum;

        @Option(
                names = "--timestamp",
                paramLabel = "MILLIS",
                converter = U64.Converter.class,
                description = "Begin at the first record with this timestamp or a later one, in milliseconds.")
        @Nullable
        Long timestamp;

        @Option(
                names = "--ago",
                paramLabel = "DURATION",
                converter = Durations.Converter.class,
                description = "Begin at the first record that is not older, by this machine's clock.")
        @Nullable
        Duration ago;

        @Option(
                names = "--tail-offset",
                paramLabel = "N",
                converter = U64.Converter.class,
                description = "Begin so many records before the tail. Default: 0.")
        @Nullable
        Long tailOffset;
    }

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            converter = U64.Converter.class,
            description = "End after so many records.")
    private @Nullable Long count;

    @Option(
            names = {"-b", "--bytes"},
            paramLabel = "N",
            converter = U64.Converter.class,
            description = "End before there are more metered bytes.")
    private @Nullable Long bytes;

    @Option(
            names = "--until",
            paramLabel = "MILLIS",
            converter = U64.Converter.class,
            description = "End before the first record with this timestamp or a later one, in milliseconds.")
    private @Nullable Long until;

    @ArgGroup(exclusive = true)
    private @Nullable End end;

    static final class End {
        @Option(
                names = "--wait",
                paramLabel = "DURATION",
                converter = Durations.Converter.class,
                description = "At the tail, wait so long for more, then end; in whole seconds, rounded up.")
        @Nullable
        Duration waitFor;

        @Option(names = "--until-tail", description = "End at the tail as it is when the read begins.")
        boolean untilTail;
    }

    @Option(names = "--clamp", description = "Take a start beyond the tail for the tail; otherwise it is an error.")
    private boolean clamp;

    @Option(names = "--ignore-command-records", description = "Leave out fence and trim commands.")
    private boolean ignoreCommandRecords;

    @Mixin
    private final ReadOutput output = new ReadOutput();

    @Mixin
    private final Connection connection;

    ReadCommand(Environment environment) {
        this(environment, Clock.systemUTC());
    }

    ReadCommand(Environment environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
        this.connection = new Connection(environment);
    }

    @Override
    public Integer call() {
        return connection.runUntilAborted("read", this::read);
    }

    private int read(RunnelClient client) throws IOException, InterruptedException {
        StreamClient source = output.from(stream.of(client), environment);
        boolean untilTail = end != null && end.untilTail;
        Position tail = untilTail ? Await.result(source.checkTail()) : null;
        try (OutputStream out = output.open(environment);
                ReadSession session = source.readSession(options(untilTail))) {
            new ReadRun(environment, output.printer(out, environment), true, tail, System::nanoTime).run(session);
        } catch (RangeNotSatisfiableException e) {
            if (!clamp && !isAt(e.tail())) {
                throw e;
            }
        }
        return 0;
    }

    private ReadOptions options(boolean untilTail) {
        boolean bounded = count != null || bytes != null || until != null;
        ReadOptions options = new ReadOptions(
                start(), clamp, count, bytes, until, end == null ? null : end.waitFor, ignoreCommandRecords);
        return untilTail && !bounded ? options.withWait(Duration.ZERO) : options;
    }

    private ReadStart start() {
        if (start == null) {
            return ReadStart.tail();
        }
        if (start.seqNum != null) {
            return ReadStart.seqNum(start.seqNum);
        }
        if (start.timestamp != null) {
            return ReadStart.timestamp(start.timestamp);
        }
        if (start.ago != null) {
            return ReadStart.timestamp(
                    Math.max(0, clock.instant().minus(start.ago).toEpochMilli()));
        }
        return ReadStart.tailOffset(start.tailOffset == null ? 0 : start.tailOffset);
    }

    /** Whether it begins where the stream ends, which means that there is nothing and not that something is wrong. */
    private boolean isAt(Position tail) {
        return !(start() instanceof ReadStart.SeqNum at) || at.seqNum() == tail.seqNum();
    }
}
