package io.runnel.cli;

import com.typesafe.config.Config;
import io.runnel.cli.StoreCommand.Output;
import io.runnel.console.Environment;
import io.runnel.console.Version;
import io.runnel.storetools.ReportPrinter;
import io.runnel.storetools.StoreAccess;
import io.runnel.storetools.VerifyReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code runnel store verify}: checks a whole store. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        usageHelpWidth = 100,
        description = {
            "Reads a whole store and checks it: every byte of every object, every reference from one object to another, and "
                    + "that each stream has every record from its trim point to its tail, once, in order.",
            "",
            "Nothing is written, no lock is taken, and nothing is repaired. A server may use the store meanwhile, a bucket "
                    + "as well as a directory: what it writes and deletes is not taken for damage. Damage is reported with "
                    + "the key of the object, what was expected, what was found, and which records are concerned.",
            "",
            "It takes one read of everything: a few minutes for 10 GiB on a fast disk."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the store is sound",
            "1:damage was found",
            "2:the store could not be read, or changed too fast to be sure; or the command was wrong",
            "130:interrupted"
        },
        footerHeading = "%nEnvironment:%n",
        footer = {
            "  S2LITE_WAL_BUCKET, S2LITE_WAL_LOCAL_ROOT, S2LITE_WAL_AWS_..., AWS_...",
            "                                 as for 'runnel serve'",
            "  RUNNEL_JAVA_OPTS               options for the JVM, such as -Xmx2g",
            "",
            "Examples:",
            "  runnel store verify --local-root /var/lib/runnel",
            "  runnel store verify --bucket my-bucket --path runnel --output json > report.json",
            "  runnel store verify --bucket my-bucket --wal-local-root /fast/runnel",
            "",
            "docs/store-tools.md says what exactly is checked, and describes the JSON."
        })
final class StoreVerifyCommand implements Callable<Integer> {
    private final Environment environment;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final StoreOptions place = new StoreOptions();

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            description = "How the result is printed: text (the default), or json, one document.")
    private Output output = Output.text;

    StoreVerifyCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Config settings = place.settings(environment, spec);
        return StoreWork.with(settings, environment, this::verify);
    }

    private int verify(StoreAccess store) {
        ProgressLine progress = new ProgressLine(environment.err());
        VerifyReport report;
        try {
            report = store.verify(progress);
        } finally {
            progress.end();
        }
        ReportPrinter printer = new ReportPrinter(report);
        if (output == Output.json) {
            printer.printJson(environment.out());
        } else {
            printer.printText(environment.out());
        }
        environment.out().flush();
        if (!report.isSound()) {
            return 1;
        }
        return report.isUncertain() ? StoreWork.UNREADABLE : ExitCode.OK;
    }
}
