package io.runnel.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runnel.console.CommandFailure;
import io.runnel.sdk.BasinConfig;
import io.runnel.sdk.RetentionPolicy;
import io.runnel.sdk.StreamCipher;
import io.runnel.sdk.StreamConfig;
import io.runnel.sdk.TimestampingMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of basins and streams, right and wrong. */
class SetupReaderTest {
    @TempDir
    private Path directory;

    private SetupFile read(String name, String text) throws IOException {
        return SetupReader.read(Files.writeString(directory.resolve(name), text));
    }

    @Test
    void everyFieldIsRead() throws IOException {
        SetupFile setup = read("setup.json", """
                {"$schema": "x", "what": "ever", "basins": [{
                  "name": "my-first-basin",
                  "config": {
                    "default_stream_config": {
                      "storage_class": "standard", "retention_policy": "1h 30m",
                      "timestamping": {"mode": "arrival", "uncapped": true}, "delete_on_empty": {"min_age": "2days"}},
                    "stream_cipher": "aegis-256", "create_stream_on_append": true, "create_stream_on_read": false},
                  "streams": [{"name": "a/b", "config": {"retention_policy": "infinite"}}, {"name": "c"}]}]}
                """);
        StreamConfig streams =
                new StreamConfig("standard", RetentionPolicy.age(5400), TimestampingMode.ARRIVAL, true, 172_800L);
        assertThat(setup.basins()).singleElement().satisfies(basin -> {
            assertThat(basin.name()).isEqualTo("my-first-basin");
            assertThat(basin.config()).isEqualTo(new BasinConfig(streams, StreamCipher.AEGIS_256, true, false));
            assertThat(basin.streams())
                    .containsExactly(
                            new SetupFile.Stream("a/b", StreamConfig.DEFAULT.withRetention(RetentionPolicy.INFINITE)),
                            new SetupFile.Stream("c", StreamConfig.DEFAULT));
        });
    }

    @Test
    void yamlSaysTheSame() throws IOException {
        SetupFile json = read("setup.json", """
                {"basins": [{"name": "my-first-basin", "config": {"create_stream_on_read": true},
                             "streams": [{"name": "a", "config": {"retention_policy": "7d"}}]}]}
                """);
        assertThat(read("setup.yaml", """
                basins:
                  - name: my-first-basin
                    config:
                      create_stream_on_read: true
                    streams:
                      - name: a
                        config:
                          retention_policy: 7d
                """)).isEqualTo(json);
    }

    @Test
    void absentAndNullAreTheSame() throws IOException {
        assertThat(read("setup.json", """
                {"basins": [{"name": "my-first-basin", "config": null, "streams": null},
                            {"name": "my-other-basin", "config": {"default_stream_config": null, "stream_cipher": null},
                             "streams": [{"name": "s", "config": {"timestamping": null, "delete_on_empty": {}}}]}]}
                """).basins())
                .containsExactly(
                        new SetupFile.Basin("my-first-basin", BasinConfig.DEFAULT, List.of()),
                        new SetupFile.Basin(
                                "my-other-basin",
                                BasinConfig.DEFAULT,
                                List.of(new SetupFile.Stream("s", StreamConfig.DEFAULT))));
    }

    @Test
    void everyMistakeIsToldAtOnceWithItsPlace() {
        assertThatThrownBy(() -> read("setup.json", """
                {"basins": [
                  {"name": "short", "what": 1},
                  {"name": "my-first-basin", "config": {"stream_cipher": "rot13", "create_stream_on_append": "yes"},
                   "streams": [
                     {"name": "s", "config": {"retention_policy": "0s"}},
                     {"name": "s", "config": {"retention_policy": "soon", "storage_class": 5}},
                     {"name": "..", "config": {"delete_on_empty": {"min_age": "10ms"}}},
                     {"config": {"timestamping": {"mode": "Arrival"}}},
                     7]},
                  {"name": "my-first-basin", "streams": {}}]}
                """))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContainingAll(
                        "15 places",
                        "basins[0].name: a basin's name has 8 to 48",
                        "basins[0].what: is not known here; known are config, name, streams",
                        "basins[1].config.stream_cipher: must be aegis-256 or aes-256-gcm, was \"rot13\"",
                        "basins[1].config.create_stream_on_append: must be true or false, was \"yes\"",
                        "basins[1].streams[0].config.retention_policy: must be longer than 0 seconds",
                        "basins[1].streams[1].config.retention_policy: 'soon' is no duration",
                        "basins[1].streams[1].config.storage_class: must be a string, was 5",
                        "basins[1].streams[1]: there is another stream s in this basin",
                        "basins[1].streams[2].name: a stream's name has 1 to 512 bytes",
                        "basins[1].streams[2].config.delete_on_empty.min_age: must be whole seconds",
                        "basins[1].streams[3].config.timestamping.mode: must be client-prefer or",
                        "basins[1].streams[3]: has no name",
                        "basins[1].streams[4]: must be an object",
                        "basins[2].streams: must be a list",
                        "basins[2]: there is another basin my-first-basin");
    }

    @Test
    void aFileThatIsNotJsonIsNamedWithTheLine() {
        assertThatThrownBy(() -> read("setup.json", "{\n\"basins\": oops}"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContainingAll("setup.json is not JSON", "line 2");
    }

    @Test
    void aNameThatOccursTwiceInAnObjectIsRefused() {
        assertThatThrownBy(() -> read("setup.json", "{\"basins\": [], \"basins\": []}"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("basins");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> SetupReader.read(directory.resolve("nothing.json")))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("there is no file");
    }
}
