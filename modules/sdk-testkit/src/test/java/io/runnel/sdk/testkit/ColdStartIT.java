package io.runnel.sdk.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Prints how long the first test of a JVM waits; {@code -Dcold-start.options=-XX:TieredStopAtLevel=1} gives that JVM options. */
class ColdStartIT {
    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void aJvmWithAServerAndAClientEndsByItselfOnceTheyAreClosed() throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Stream.of(System.getProperty("cold-start.options", "").split(" "))
                .filter(option -> !option.isEmpty())
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ColdStart.class.getName()));
        Process cold = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            cold.getOutputStream().close();
            String said = new String(cold.getInputStream().readAllBytes(), UTF_8);
            System.out.print(said);
            assertThat(cold.waitFor()).as(said).isZero();
            assertThat(said).contains("the first record acknowledged");
        } finally {
            cold.destroyForcibly();
        }
    }
}
