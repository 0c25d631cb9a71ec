package io.runnel.server;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitialStateTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]                                                                      | expected an object",
                "{\"basins\":[{}]}                                                       | a basin needs a `name`",
                "{\"basins\":[{\"name\":\"UPPER-CASE\"}]}                                | basin name",
                "{\"basins\":[{\"name\":\"first-basin\",\"colour\":\"red\"}]}            | unknown field `colour`",
                "{\"basins\":[{\"name\":\"first-basin\",\"streams\":[{\"name\":\"s\",\"config\":{\"retention_policy\":\"soon\"}}]}]} | `soon` is no duration",
                "{\"basins\":[{\"name\":\"first-basin\",\"config\":{\"stream_cipher\":\"aegis-256\"}}]} | basin `first-basin`: stream_cipher is not supported"
            })
    void saysWhichFileAndWhichField(String document, String message) throws IOException {
        Path file = directory.resolve("init.json");
        Files.writeString(file, document);
        assertThatThrownBy(() -> InitialState.read(file))
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    @Test
    void saysThatThereIsNoFile() {
        Path file = directory.resolve("absent.json");
        assertThatThrownBy(() -> InitialState.read(file)).hasMessage("there is no init file " + file);
    }
}
