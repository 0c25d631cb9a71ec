package io.runnel.commands;

import io.runnel.console.Durations;
import io.runnel.console.Environment;
import io.runnel.console.Version;
import io.runnel.sdk.AccessTokenInfo;
import io.runnel.sdk.AccessTokenScope;
import io.runnel.sdk.Await;
import io.runnel.sdk.Operation;
import io.runnel.sdk.ReadWrite;
import io.runnel.sdk.ResourceSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code runnel issue-access-token}. */
@Command(
        name = "issue-access-token",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Issues an access token and prints it, alone, on standard output. It is told this once only.",
            "It is good for the names and operations that are given, and for nothing else. An empty prefix is for all names."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  runnel issue-access-token reader --expires-in 30d --op-group-perms stream=r \\",
            "    --basins-prefix '' --streams-prefix logs/",
            "  runnel issue-access-token ci --ops append,check_tail \\",
            "    --basins-exact my-basin --streams-prefix ''"
        })
final class IssueAccessTokenCommand implements Callable<Integer> {
    private enum Group {
        ACCOUNT,
        BASIN,
        STREAM
    }

    private final Clock clock;

    @Parameters(index = "0", paramLabel = "ID", description = "Its name: 1 to 96 bytes.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String id;

    @ArgGroup(exclusive = true)
    private @Nullable Expiry expiry;

    static final class Expiry {
        @Option(
                names = "--expires-in",
                paramLabel = "DURATION",
                converter = Durations.Converter.class,
                description = "How long it is good for. Default: as long as your own.")
        @Nullable
        Duration in;

        @Option(
                names = "--expires-at",
                paramLabel = "TIME",
                converter = TimeConverter.class,
                description = "Until when it is good (RFC 3339), such as 2027-01-31T00:00:00Z.")
        @Nullable
        Instant at;
    }

    @Option(
            names = "--auto-prefix-streams",
            description = "Puts the names of streams behind the prefix of --streams-prefix, unseen by its user.")
    private boolean autoPrefixStreams;

    @ArgGroup(exclusive = true)
    private @Nullable Basins basins;

    static final class Basins {
        @Option(names = "--basins-prefix", paramLabel = "PREFIX", description = "Basins whose names begin so.")
        @Nullable
        String prefix;

        @Option(names = "--basins-exact", paramLabel = "NAME", description = "This basin.")
        @Nullable
        String exact;
    }

    @ArgGroup(exclusive = true)
    private @Nullable Streams streams;

    static final class Streams {
        @Option(names = "--streams-prefix", paramLabel = "PREFIX", description = "Streams whose names begin so.")
        @Nullable
        String prefix;

        @Option(names = "--streams-exact", paramLabel = "NAME", description = "This stream.")
        @Nullable
        String exact;
    }

    @ArgGroup(exclusive = true)
    private @Nullable Tokens tokens;

    static final class Tokens {
        @Option(
                names = "--access-tokens-prefix",
                paramLabel = "PREFIX",
                description = "Access tokens whose ids begin so.")
        @Nullable
        String prefix;

        @Option(names = "--access-tokens-exact", paramLabel = "ID", description = "This access token.")
        @Nullable
        String exact;
    }

    @Option(
            names = "--op-group-perms",
            paramLabel = "GROUP=PERMISSIONS",
            split = ",",
            converter = {GroupConverter.class, PermissionConverter.class},
            description = "Groups of operations: account, basin, stream; to be read (r), written (w) or both (rw).")
    private Map<Group, ReadWrite> groups = new EnumMap<>(Group.class);

    @Option(
            names = "--ops",
            paramLabel = "OPERATION",
            split = ",",
            converter = OperationConverter.class,
            description = "Single operations, such as append,read,check_tail.")
    private Set<Operation> operations = EnumSet.noneOf(Operation.class);

    @Mixin
    private final Control control;

    IssueAccessTokenCommand(Environment environment) {
        this(environment, Clock.systemUTC());
    }

    IssueAccessTokenCommand(Environment environment, Clock clock) {
        this.control = new Control(environment);
        this.clock = clock;
    }

    @Override
    public Integer call() {
        return control.run("issue access token", "access tokens", client -> {
            String token = Await.result(
                    client.accessTokens().issue(new AccessTokenInfo(id, expiresAt(), autoPrefixStreams, scope())));
            control.done("Access token issued: " + id);
            if (control.isJson()) {
                control.print(Control.object().put("id", id).put("access_token", token));
            } else {
                control.environment().out().println(token);
            }
            return 0;
        });
    }

    private @Nullable Instant expiresAt() {
        if (expiry == null) {
            return null;
        }
        return expiry.in == null ? expiry.at : clock.instant().plusMillis(expiry.in.toMillis());
    }

    private AccessTokenScope scope() {
        return new AccessTokenScope(
                basins == null ? ResourceSet.NONE : set(basins.prefix, basins.exact),
                streams == null ? ResourceSet.NONE : set(streams.prefix, streams.exact),
                tokens == null ? ResourceSet.NONE : set(tokens.prefix, tokens.exact),
                groups.getOrDefault(Group.ACCOUNT, ReadWrite.NONE),
                groups.getOrDefault(Group.BASIN, ReadWrite.NONE),
                groups.getOrDefault(Group.STREAM, ReadWrite.NONE),
                operations);
    }

    private static ResourceSet set(@Nullable String prefix, @Nullable String exact) {
        if (prefix != null) {
            return ResourceSet.prefix(prefix);
        }
        return exact == null ? ResourceSet.NONE : ResourceSet.exactly(exact);
    }

    /** From the command line. */
    static final class GroupConverter implements ITypeConverter<Group> {
        @Override
        public Group convert(String text) {
            return StreamConfigOptions.parse(Group.class, "a group", text);
        }
    }

    /** From the command line. */
    static final class PermissionConverter implements ITypeConverter<ReadWrite> {
        @Override
        public ReadWrite convert(String text) {
            return TokenScopes.permission(text);
        }
    }

    /** From the command line. */
    static final class OperationConverter implements ITypeConverter<Operation> {
        @Override
        public Operation convert(String text) {
            return TokenScopes.operation(text);
        }
    }

    /** From the command line. */
    static final class TimeConverter implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeParseException e) {
                throw new TypeConversionException("a time looks like 2027-01-31T00:00:00Z, was '" + text + "'");
            }
        }
    }
}
