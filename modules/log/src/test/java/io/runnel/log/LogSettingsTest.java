package io.runnel.log;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogSettingsTest {
    @ParameterizedTest
    @ValueSource(strings = {"roll-up-bytes", "flush-bytes", "segment-bytes", "max-run-bytes", "read-ahead-bytes"})
    void aSizeThatIsTooLargeIsRefusedByItsName(String key) {
        assertThatThrownBy(() -> LogSettings.from(ConfigFactory.parseString("runnel.log." + key + " = 3 GiB")
                        .withFallback(ConfigFactory.parseString("runnel.store { kind = memory, wal.kind = \"\" }"))
                        .withFallback(ConfigFactory.load())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key + " is at most 2147483647 bytes, was 3221225472");
    }
}
