package io.runnel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.console.CommandEntry;
import io.runnel.console.Environment;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What shells are told to complete. */
class CompletionTest {
    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Commands commands = new Commands(
            Environment.of(Map.of(), new PrintWriter(out, true), new PrintWriter(err, true)),
            (settings, environment) -> 0);

    private String script(String shell) {
        assertThat(commands.execute("completion", shell)).as(err.toString()).isZero();
        return out.toString();
    }

    /** What bash offers for a line, whose last word is incomplete. */
    private List<String> offered(String... words) throws Exception {
        Path script = Files.writeString(directory.resolve("completion"), script("bash"));
        String ask = "compopt() { :; }; source '" + script + "'; COMP_WORDS=(" + String.join(" ", words)
                + "); COMP_CWORD=" + (words.length - 1) + "; _complete_runnel; printf '%s\\n' \"${COMPREPLY[@]}\"";
        try (Command bash = Command.start(directory, Map.of(), List.of("bash", "-c", ask))) {
            String offered = bash.out();
            assertThat(bash.err()).isEmpty();
            return offered.lines().toList();
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void bashCompletesCommandsAndOptions() throws Exception {
        assertThat(offered("runnel", "check")).containsExactly("check-tail");
        assertThat(offered("runnel", "apply", "--dr")).containsExactly("--dry-run");
        assertThat(offered("runnel", "store", "ver")).containsExactly("verify");
    }

    @Test
    void zshGetsTheSameWithItsOwnWayToLoadIt() {
        assertThat(script("zsh")).contains("bashcompinit", "check-tail");
    }

    @Test
    void fishKnowsEveryCommandAndWhenItMayBeSaid() {
        String script = script("fish");
        for (CommandEntry entry : commands.entries()) {
            assertThat(script).containsPattern("-a '" + entry.name() + "[ ']");
        }
        assertThat(script)
                .contains("complete -c runnel -n '__fish_seen_subcommand_from apply' -l dry-run -d ")
                .contains("-n '__fish_seen_subcommand_from store; and not __fish_seen_subcommand_from verify inspect'")
                .contains("-s f -l file -r -F")
                .doesNotContain("null");
    }

    @Test
    void anotherShellIsRefusedWithThoseThereAre() throws IOException {
        assertThat(commands.execute("completion", "tcsh")).isEqualTo(2);
        assertThat(err.toString()).contains("bash, zsh, fish");
    }
}
