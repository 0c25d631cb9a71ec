package io.runnel.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code runnel store} in a process of its own. */
final class StoreVerification {
    /** How it ended, and all that it printed. */
    record Ended(int code, String output) {}

    private StoreVerification() {}

    /** @param options that say which store, and variables of the environment */
    static void requireSound(List<String> options, Map<String, String> environment) {
        Ended verify = run("verify", options, environment);
        assertThat(verify.code).as(verify.output).isZero();
        assertThat(verify.output).endsWith("SOUND\n");
    }

    static Ended run(String command, List<String> options, Map<String, String> environment) {
        List<String> words = new ArrayList<>(ServerClasses.launcher());
        words.addAll(List.of("store", command));
        words.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
