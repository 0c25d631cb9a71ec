package io.runnel.commands;

import io.runnel.console.CommandEntry;
import io.runnel.console.Environment;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Every command of this module, in the order of the help. */
public final class ClientCommands {
    private static final String RECORDS = "Records";
    private static final String RESOURCES = "Basins and streams";
    private static final String SETUP = "Setup";
    private static final String ACCOUNT = "Account";
    private static final String TOOLS = "Tools";

    private ClientCommands() {}

    public static List<CommandEntry> all() {
        return Stream.of(records(), basins(), streams(), setup(), account(), tools())
                .flatMap(List::stream)
                .toList();
    }

    private static List<CommandEntry> records() {
        return List.of(
                new CommandEntry(RECORDS, "append", "appends records, one for each line", AppendCommand::new),
                new CommandEntry(RECORDS, "read", "prints records, and follows", ReadCommand::new),
                new CommandEntry(RECORDS, "tail", "prints the last records", TailCommand::new),
                new CommandEntry(
                        RECORDS,
                        "check-tail",
                        "shows the next sequence number and the last timestamp",
                        CheckTailCommand::new),
                new CommandEntry(RECORDS, "trim", "removes the oldest records", TrimCommand::new),
                new CommandEntry(RECORDS, "fence", "gives a stream a fencing token", FenceCommand::new));
    }

    private static List<CommandEntry> basins() {
        return List.of(
                new CommandEntry(RESOURCES, "ls", "lists basins, or the streams of one", ListCommands.Ls::new),
                new CommandEntry(RESOURCES, "list-basins", "lists basins", ListCommands.Basins::new),
                new CommandEntry(RESOURCES, "create-basin", "creates a basin", BasinCommands.Create::new),
                new CommandEntry(
                        RESOURCES,
                        "ensure-basin",
                        "creates a basin, or brings it up to date",
                        BasinCommands.Ensure::new),
                new CommandEntry(
                        RESOURCES,
                        "get-basin-config",
                        "shows the configuration of a basin",
                        BasinCommands.GetConfig::new),
                new CommandEntry(
                        RESOURCES,
                        "reconfigure-basin",
                        "changes the configuration of a basin",
                        BasinCommands.Reconfigure::new),
                new CommandEntry(RESOURCES, "delete-basin", "deletes a basin", BasinCommands.Delete::new));
    }

    private static List<CommandEntry> streams() {
        return List.of(
                new CommandEntry(RESOURCES, "list-streams", "lists the streams of a basin", ListCommands.Streams::new),
                new CommandEntry(RESOURCES, "create-stream", "creates a stream", StreamCommands.Create::new),
                new CommandEntry(
                        RESOURCES,
                        "ensure-stream",
                        "creates a stream, or brings it up to date",
                        StreamCommands.Ensure::new),
                new CommandEntry(
                        RESOURCES,
                        "get-stream-config",
                        "shows the configuration of a stream",
                        StreamCommands.GetConfig::new),
                new CommandEntry(
                        RESOURCES,
                        "reconfigure-stream",
                        "changes the configuration of a stream",
                        StreamCommands.Reconfigure::new),
                new CommandEntry(RESOURCES, "delete-stream", "deletes a stream", StreamCommands.Delete::new));
    }

    private static List<CommandEntry> setup() {
        return List.of(
                new CommandEntry(SETUP, "apply", "makes basins and streams as a file wants them", ApplyCommand::new),
                new CommandEntry(SETUP, "diff", "compares two configurations", DiffCommand::new),
                new CommandEntry(SETUP, "config", "shows and changes your settings", ConfigCommand::new),
                new CommandEntry(SETUP, "auth", "keeps an access token", ClientCommands::auth));
    }

    private static CommandLine auth(Environment environment) {
        return new CommandLine(new AuthCommand()).addSubcommand(new AuthCommand.AccessToken(environment));
    }

    private static List<CommandEntry> account() {
        return List.of(
                new CommandEntry(ACCOUNT, "list-access-tokens", "lists access tokens", AccountCommands.ListTokens::new),
                new CommandEntry(ACCOUNT, "issue-access-token", "issues an access token", IssueAccessTokenCommand::new),
                new CommandEntry(
                        ACCOUNT, "revoke-access-token", "revokes an access token", AccountCommands.RevokeToken::new),
                new CommandEntry(
                        ACCOUNT, "list-locations", "lists where basins can be", AccountCommands.ListLocations::new),
                new CommandEntry(
                        ACCOUNT,
                        "get-default-location",
                        "shows where basins are by default",
                        AccountCommands.GetDefaultLocation::new),
                new CommandEntry(
                        ACCOUNT,
                        "set-default-location",
                        "says where basins are by default",
                        AccountCommands.SetDefaultLocation::new),
                new CommandEntry(
                        ACCOUNT, "get-account-metrics", "shows the use of the account", UsageCommands.Account::new),
                new CommandEntry(ACCOUNT, "get-basin-metrics", "shows the use of a basin", UsageCommands.Basin::new),
                new CommandEntry(
                        ACCOUNT, "get-stream-metrics", "shows the use of a stream", UsageCommands.OfStream::new));
    }

    private static List<CommandEntry> tools() {
        return List.of(new CommandEntry(
                TOOLS, "doctor", "looks whether commands can work, and says what to do", DoctorCommand::new));
    }
}
