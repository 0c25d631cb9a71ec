package io.runnel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.console.Environment;
import io.runnel.console.Terminal;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final StringWriter err = new StringWriter();

    private Progress progress(Terminal terminal, Map<String, String> variables) {
        return new Progress(new Environment(
                variables,
                Path.of("."),
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                new PrintWriter(new StringWriter()),
                new PrintWriter(err),
                terminal));
    }

    private static Terminal wide(int columns) {
        return new Terminal(true, true, true, columns);
    }

    @Test
    void elsewhereThereAreLinesEveryFiveSeconds() {
        Progress progress = progress(Terminal.NONE, Map.of());
        for (int tenths = 0; tenths <= 200; tenths++) {
            progress.load(tenths / 10.0, 20, List.of("Write: at " + tenths));
        }
        progress.done(List.of("Write: all"));
        progress.end();
        assertThat(err.toString().lines())
                .containsExactly("Write: at 50", "Write: at 100", "Write: at 150", "Write: all");
    }

    @Test
    void onATerminalLinesTakeThePlaceOfThoseBefore() {
        Progress progress = progress(wide(80), Map.of("NO_COLOR", "1"));
        progress.load(5, 20, List.of("Write: 1", "Read: 1"));
        progress.load(10, 20, List.of("Write: 2", "Read: 2"));
        progress.done(List.of("Write: all"));
        String up = "\033[3A\r\033[J";
        String bar = "━".repeat(40);
        assertThat(err.toString().replace(System.lineSeparator(), "\n"))
                .isEqualTo(bar + "   5s of 20s\nWrite: 1\nRead: 1\n" + up + bar + "  10s of 20s\nWrite: 2\nRead: 2\n"
                        + up + "Write: all\n");
    }

    @Test
    void noLineIsWiderThanTheTerminal() {
        progress(wide(10), Map.of("NO_COLOR", "1")).load(0, 0, List.of("Catchup: 12345"));
        assertThat(err.toString()).isEqualTo("Catchup: \n");
    }

    @Test
    void aTerminalThatCanDoNothingIsTreatedAsNone() {
        Progress progress = progress(wide(80), Map.of("TERM", "dumb"));
        progress.load(1, 20, List.of("Write: 1"));
        assertThat(err.toString()).isEmpty();
    }
}
