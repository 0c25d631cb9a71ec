package io.runnel.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "60s, PT1M",
        "1h 30m, PT1H30M",
        "1h30m, PT1H30M",
        "2days, PT48H",
        "1 week, PT168H",
        "500ms, PT0.5S",
        "1M, PT730H33M36S",
        "1m, PT1M",
        "90 seconds 5 msec, PT1M30.005S",
        "0, PT0S",
        "0s, PT0S",
        "100y, PT876600H",
        "90SEC, PT1M30S",
        "2wks, PT336H"
    })
    void readsWhatPeopleWrite(String text, Duration expected) {
        assertThat(Durations.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "60", "s", "-1s", "1.5s", "1h 30", "1 fortnight", "1s!", "999999999999999999y"})
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("duration");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1h 30m", "0s", "60d", "1d 1ms", "59s 999ms"})
    void whatItWritesItReads(String text) {
        assertThat(Durations.format(Durations.parse(text))).isEqualTo(text);
    }

    @Test
    void writesNoPartsOfAMillisecond() {
        assertThat(Durations.format(Duration.ofNanos(1_999_999))).isEqualTo("1ms");
    }

    @Test
    void writesSecondsBeyondWhatIsSigned() {
        assertThat(Durations.formatSeconds(-1)).isEqualTo("18446744073709551615s");
        assertThat(Durations.formatSeconds(5400)).isEqualTo("1h 30m");
    }

    @Property
    void readsWhateverItWrites(@ForAll @LongRange(min = 0) long seconds, @ForAll @IntRange(max = 999) int millis) {
        Duration duration = Duration.ofSeconds(seconds).plusMillis(millis);
        assertThat(Durations.parse(Durations.format(duration))).isEqualTo(duration);
    }
}
