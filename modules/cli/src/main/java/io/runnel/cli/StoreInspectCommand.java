package io.runnel.cli;

import com.typesafe.config.Config;
import io.runnel.cli.StoreCommand.Output;
import io.runnel.console.Environment;
import io.runnel.console.Version;
import io.runnel.storetools.Document;
import io.runnel.storetools.StoreAccess;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code runnel store inspect}: shows what is in a store. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        usageHelpWidth = 100,
        description = {
            "Shows what is in a store: an overview of its logs, index runs and shards, or one thing of it.",
            "",
            "Nothing is written and no lock is taken; a server may use the store meanwhile. Bodies of records are shown only "
                    + "with --bodies, fencing tokens never. What cannot be read is said and passed over; 'runnel store "
                    + "verify' checks everything."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it was shown", "2:there is no such thing, or the store could not be read", "130:interrupted"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  runnel store inspect --local-root /var/lib/runnel",
            "  runnel store inspect --local-root /var/lib/runnel --stream my-basin/my-stream",
            "  runnel store inspect --bucket my-bucket --log 01a215edb046667f89bb3362fdbda096",
            "  runnel store inspect --bucket my-bucket --output json \\",
            "      --object wal/96/01a215edb046667f89bb3362fdbda096/000000000012",
            "",
            "The environment is as for 'runnel serve'."
        })
final class StoreInspectCommand implements Callable<Integer> {
    private final Environment environment;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final StoreOptions place = new StoreOptions();

    @ArgGroup(exclusive = true)
    private @Nullable Subject subject;

    static final class Subject {
        @Option(
                names = "--log",
                paramLabel = "ID",
                description = "A log: what its descriptor says, its index runs, and its slots that are in none.")
        @Nullable
        String log;

        @Option(names = "--object", paramLabel = "KEY", description = "Any one object, decoded.")
        @Nullable
        String object;

        @Option(
                names = "--stream",
                paramLabel = "BASIN/STREAM",
                description = "A stream: its tail and trim point, and where its records lie.")
        @Nullable
        String stream;
    }

    @Option(names = "--bodies", description = "With --object: show the bodies of records, too.")
    private boolean bodies;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            description = "How it is printed: text (the default), or json, one document.")
    private Output output = Output.text;

    StoreInspectCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Config settings = place.settings(environment, spec);
        if (subject != null && subject.log != null && !subject.log.matches("[0-9a-f]{32}")) {
            throw usage("a log has 32 hexadecimal digits, got '" + subject.log + "'");
        }
        if (subject != null && subject.object != null && !subject.object.matches("[-\\w.]+(/[-\\w.]+)*")) {
            throw usage("an object's key is like wal/96/01a2…/000000000012, got '" + subject.object + "'");
        }
        if (subject != null && subject.stream != null && subject.stream.indexOf('/') <= 0) {
            throw usage("a stream is named by its basin, a slash, and its own name, got '" + subject.stream + "'");
        }
        return StoreWork.with(settings, environment, this::show);
    }

    private int show(StoreAccess store) {
        Optional<Document> document = document(store);
        if (document.isEmpty()) {
            environment.err().println("error: there is no such thing in this store");
            return StoreWork.UNREADABLE;
        }
        if (output == Output.json) {
            document.get().printJson(environment.out());
        } else {
            document.get().printText(environment.out());
        }
        environment.out().flush();
        return ExitCode.OK;
    }

    private Optional<Document> document(StoreAccess store) {
        if (subject != null && subject.log != null) {
            return store.log(subject.log);
        }
        if (subject != null && subject.object != null) {
            return store.object(subject.object, bodies);
        }
        if (subject != null && subject.stream != null) {
            int slash = subject.stream.indexOf('/');
            return store.stream(subject.stream.substring(0, slash), subject.stream.substring(slash + 1));
        }
        return Optional.of(store.overview());
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
