package io.runnel.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ModulePathIT {
    /** All calls, both versions of HTTP and all compressions: a package that is not exported would end the program. */
    @Test
    void anApplicationRunsWithTheClientOnItsModulePath() throws Exception {
        String modules =
                NamedModules.path().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        Process application = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "--module-path",
                        modules,
                        "--add-modules",
                        NamedModules.SDK,
                        "--class-path",
                        System.getProperty("java.class.path"),
                        "io.runnel.app.RoundTrip"))
                .redirectErrorStream(true)
                .start();
        try {
            application.getOutputStream().close();
            String said = new String(application.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(application.waitFor()).as(said).isZero();
            assertThat(said).contains("went there and back with module io.runnel.sdk");
        } finally {
            application.destroyForcibly();
        }
    }
}
