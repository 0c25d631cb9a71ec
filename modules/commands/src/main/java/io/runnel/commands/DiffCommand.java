package io.runnel.commands;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runnel.console.Connection;
import io.runnel.console.Environment;
import io.runnel.console.OutputFormat;
import io.runnel.console.Style;
import io.runnel.console.Version;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code runnel diff}: how two configurations differ. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        usageHelpWidth = 100,
        description =
                "Compares the configurations of two basins, of two streams, of a stream and what its basin gives to new "
                        + "streams, or of two access tokens. What is not set is compared as the default it stands for.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:compared", "1:it failed; or they differ and --exit-code asks", "2:the command was wrong"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  runnel diff s2://staging-basin s2://production-basin",
            "  runnel diff s2://my-basin/orders s2://my-basin        against the defaults of its basin",
            "  runnel diff -r stream my-basin/orders my-basin/mails",
            "  runnel diff --exit-code -o json s2://my-basin/a s2://my-basin/b"
        })
final class DiffCommand implements Callable<Integer> {
    private static final int DIFFERENT = 1;

    private final Environment environment;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final Connection connection;

    @Parameters(
            index = "0",
            paramLabel = "LEFT",
            description = "s2://BASIN, s2://BASIN/STREAM, or a name with --resource.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String left;

    @Parameters(index = "1", paramLabel = "RIGHT", description = "What it is compared with.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String right;

    @Option(
            names = {"-r", "--resource"},
            paramLabel = "KIND",
            description = "What names without s2:// are of: basin, stream or access-token.")
    private Comparison.@Nullable Kind kind;

    @Mixin
    private final OutputFormat output = new OutputFormat();

    @Option(names = "--exit-code", description = "Exit with 1 if they differ.")
    private boolean exitCode;

    DiffCommand(Environment environment) {
        this.environment = environment;
        this.connection = new Connection(environment);
    }

    @Override
    public Integer call() {
        Comparison comparison;
        try {
            comparison = Comparison.of(left, right, kind);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
        return connection.run("compare " + left + " with " + right, client -> {
            List<Difference> differences = comparison.differences(client);
            if (output.isJson()) {
                OutputFormat.printJson(environment, json(comparison, differences));
            } else {
                environment.out().print(text(comparison, differences, environment.outStyle()));
            }
            return exitCode && !differences.isEmpty() ? DIFFERENT : 0;
        });
    }

    private ObjectNode json(Comparison comparison, List<Difference> differences) {
        ObjectNode root = new JsonMapper().createObjectNode();
        root.put("resource", comparison.resource());
        root.put("left", left);
        root.put("right", right);
        root.set("differences", SetupPrinter.differences(differences));
        return root;
    }

    private String text(Comparison comparison, List<Difference> differences, Style style) {
        StringBuilder text = new StringBuilder();
        text.append(style.heading("--- " + left + comparison.remark(comparison.left())))
                .append('\n');
        text.append(style.heading("+++ " + right + comparison.remark(comparison.right())))
                .append("\n\n");
        if (differences.isEmpty()) {
            text.append(style.done("✓ No differences")).append('\n');
        }
        for (int i = 0; i < differences.size(); i++) {
            Difference each = differences.get(i);
            text.append(i == 0 ? "" : "\n").append(each.path()).append('\n');
            text.append(style.deleting("- " + each.left())).append('\n');
            text.append(style.added("+ " + each.right())).append('\n');
        }
        return text.toString();
    }
}
