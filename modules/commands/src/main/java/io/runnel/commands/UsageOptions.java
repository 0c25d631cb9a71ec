package io.runnel.commands;

import io.runnel.console.Durations;
import io.runnel.sdk.UsageQuery;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** For which time figures are asked for. A picocli mixin. */
final class UsageOptions {
    private static final List<String> INTERVALS = List.of("minute", "hour", "day");

    private final Clock clock;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @ArgGroup(exclusive = true, multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Start start;

    static final class Start {
        @Option(
                names = "--start-timestamp",
                paramLabel = "SECONDS",
                description = "Begin at this time, in seconds since 1970.")
        @Nullable
        Long timestamp;

        @Option(
                names = "--start-ago",
                paramLabel = "DURATION",
                converter = Durations.Converter.class,
                description = "Begin so long ago.")
        @Nullable
        Duration ago;
    }

    @ArgGroup(exclusive = true, multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private End end;

    static final class End {
        @Option(
                names = "--end-timestamp",
                paramLabel = "SECONDS",
                description = "End at this time, in seconds since 1970.")
        @Nullable
        Long timestamp;

        @Option(
                names = "--end-ago",
                paramLabel = "DURATION",
                converter = Durations.Converter.class,
                description = "End so long ago; 0s for now.")
        @Nullable
        Duration ago;
    }

    @Option(
            names = "--interval",
            paramLabel = "INTERVAL",
            description = "What accumulations are summed up over: minute, hour or day.")
    private @Nullable String interval;

    UsageOptions(Clock clock) {
        this.clock = clock;
    }

    /** @throws ParameterException if there is no such set or interval */
    UsageQuery query(String set, List<String> sets) {
        if (!sets.contains(set)) {
            throw new ParameterException(
                    spec.commandLine(), "the figures are " + String.join(", ", sets) + ", was '" + set + "'");
        }
        if (interval != null && !INTERVALS.contains(interval)) {
            throw new ParameterException(
                    spec.commandLine(), "an interval is minute, hour or day, was '" + interval + "'");
        }
        return UsageQuery.of(set, time(start.timestamp, start.ago), time(end.timestamp, end.ago))
                .withInterval(interval);
    }

    private Instant time(@Nullable Long timestamp, @Nullable Duration ago) {
        if (timestamp != null) {
            return Instant.ofEpochSecond(timestamp);
        }
        return ago == null ? clock.instant() : clock.instant().minus(ago);
    }
}
