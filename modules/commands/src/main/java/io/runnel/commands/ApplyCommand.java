package io.runnel.commands;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runnel.console.CommandFailure;
import io.runnel.console.Connection;
import io.runnel.console.Environment;
import io.runnel.console.OutputFormat;
import io.runnel.console.Version;
import io.runnel.sdk.RunnelClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code runnel apply}: basins and streams from a file. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        usageHelpWidth = 100,
        description = {
            "Makes basins and streams as a file wants them: creates those that are missing, and gives the others the "
                    + "configuration of the file. What the file leaves out is at its default. Nothing is ever deleted. It may "
                    + "be repeated: what is as it should be stays as it is.",
            "",
            "The same file can be given to 'runnel serve --init-file' as JSON."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done; or, with --dry-run, looked",
            "1:it failed, or the file is wrong; or there is something to do and --exit-code asks",
            "2:the command was wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  runnel apply -f streams.yaml --dry-run     what would be done",
            "  runnel apply -f streams.yaml",
            "  runnel apply -f streams.json --dry-run --exit-code || echo 'not as declared'",
            "  runnel apply --schema > schema.json        for an editor"
        })
final class ApplyCommand implements Callable<Integer> {
    private static final int PENDING = 1;

    private final Environment environment;

    @Mixin
    private final Connection connection;

    @ArgGroup(multiplicity = "1")
    private final Source source = new Source();

    @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
    private boolean dryRun;

    @Option(names = "--exit-code", description = "With --dry-run: exit with 1 if there is something to do.")
    private boolean exitCode;

    @Mixin
    private final OutputFormat output = new OutputFormat();

    static final class Source {
        @Option(
                names = {"-f", "--file"},
                paramLabel = "FILE",
                description = "The basins and streams: JSON, or YAML if its name ends with .yaml or .yml.")
        private @Nullable Path file;

        @Option(names = "--schema", description = "Print the JSON schema of such a file.")
        private boolean schema;
    }

    ApplyCommand(Environment environment) {
        this.environment = environment;
        this.connection = new Connection(environment);
    }

    @Override
    public Integer call() {
        Path file = source.file;
        if (source.schema || file == null) {
            environment.out().print(schema());
            environment.out().flush();
            return 0;
        }
        return connection.run(dryRun ? "plan" : "apply", client -> {
            SetupFile setup = SetupReader.read(file);
            return dryRun ? plan(client, setup) : apply(client, setup);
        });
    }

    private int plan(RunnelClient client, SetupFile setup) throws InterruptedException {
        SetupPlan plan = new SetupPlanner(client).plan(setup);
        if (output.isJson()) {
            OutputFormat.printJson(environment, SetupPrinter.json(plan));
        } else {
            environment.out().print(SetupPrinter.text(plan, environment.outStyle()));
        }
        return exitCode && plan.pending() > 0 ? PENDING : 0;
    }

    private int apply(RunnelClient client, SetupFile setup) throws InterruptedException {
        JsonMapper json = new JsonMapper();
        ArrayNode results = json.createArrayNode();
        new SetupWork(client, (what, result) -> {
                    int blank = what.indexOf(' ');
                    ObjectNode each = results.addObject();
                    each.put("resource", what.substring(0, blank));
                    each.put("name", what.substring(blank + 1));
                    each.put("result", result.name().toLowerCase(Locale.ROOT));
                    environment.err().println(SetupWork.text(what, result, environment.errStyle()));
                })
                .apply(setup);
        environment.err().println(environment.errStyle().done("✓ Done"));
        if (output.isJson()) {
            OutputFormat.printJson(environment, results);
        }
        return 0;
    }

    private static String schema() {
        try (InputStream resource = ApplyCommand.class.getResourceAsStream("setup.schema.json")) {
            if (resource == null) {
                throw new CommandFailure("the schema is missing from this build");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
