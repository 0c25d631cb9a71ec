package io.runnel.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.sdk.RunnelClient;
import io.runnel.testkit.RunnelTest;
import io.runnel.testkit.TestBasin;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example does what it says it does. */
@RunnelTest
class ExamplesIT {
    /** A part of what each prints. */
    private static final Map<String, String> PRINTED = Map.ofEntries(
            Map.entry("basins", "CREATED\nresource_already_exists\n"),
            Map.entry("checkpointing", "mail to Ann\nstarted again\nmail to Bob\n"),
            Map.entry("exactly-once", "the first transfer is record 0\nthe second is record 2\n"),
            Map.entry("explicit-trim", "kept from 1 on; the command is record 2"),
            Map.entry("fencing", "the old leader is shut out\nthe new leader is not\n"),
            Map.entry("follow", "0: old\n1: not so old\n2: appended at 2\nthe tail is now 3\n"),
            Map.entry("latest-record", "20.4, and the next record will be number 3"),
            Map.entry("overview", "0: hello []\n1: world [language: en]\n"),
            Map.entry("pekko-streams", "the sum is 500500\n"),
            Map.entry("produce", "1000 clicks are durable\nit is record 1000\n"),
            Map.entry("streams", "audit/2026"),
            Map.entry("typed-messages", "1 of a name of 6 letters\n2 of a name of 3200000 letters\n"));

    static Set<String> names() {
        return Main.EXAMPLES.keySet();
    }

    @Test
    void eachOfThemIsChecked() {
        assertThat(PRINTED.keySet()).isEqualTo(names());
    }

    @Test
    void helloIsAWholeProgram(TestBasin basin) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(printed, true, UTF_8)) {
            Hello.run(basin.endpoint().toString(), basin.name(), out);
        }
        assertThat(printed.toString(UTF_8)).isEqualToNormalizingNewlines("hello, world\n");
    }

    @ParameterizedTest
    @MethodSource("names")
    void itPrintsWhatItIsToPrint(String name, RunnelClient client, TestBasin basin) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(printed, true, UTF_8)) {
            Main.EXAMPLES.get(name).run(client, basin.name(), out);
        }
        assertThat(printed.toString(UTF_8).replace("\r\n", "\n")).contains(PRINTED.get(name));
    }
}
