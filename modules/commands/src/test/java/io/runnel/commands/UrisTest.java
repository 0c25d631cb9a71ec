package io.runnel.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class UrisTest {
    @Test
    void whatComesAfterTheFirstSlashIsTheStreamAsItIs() {
        assertThat(new StreamUri.Converter().convert("s2://my-basin/a/b%20c//d"))
                .isEqualTo(new StreamUri("my-basin", "a/b%20c//d"));
        assertThat(new StreamUri("my-basin", "/a")).hasToString("s2://my-basin//a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "my-basin",
                "my-basin/stream",
                "s2://my-basin",
                "s2://my-basin/",
                "s2:///x",
                "s2://BASIN-12/x",
                "s2://short/x",
                "s2://my-basin/.",
                "s2://my-basin/..",
                "http://my-basin/x"
            })
    void otherThingsAreNoStreams(String text) {
        assertThatThrownBy(() -> new StreamUri.Converter().convert(text)).isInstanceOf(TypeConversionException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"my-basin", "s2://my-basin", "s2://my-basin/"})
    void aBasinIsNamedWithOrWithoutScheme(String text) {
        assertThat(new BasinUri.Converter().convert(text)).isEqualTo(new BasinUri("my-basin", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "my-basin/", "my-basin/x", "s2://my-basin/x", "s2://", "-my-basin", "my-basin-"})
    void otherThingsAreNoBasins(String text) {
        assertThatThrownBy(() -> new BasinUri.Converter().convert(text)).isInstanceOf(TypeConversionException.class);
    }

    @Test
    void aPrefixIsTakenAsItIs() {
        assertThat(new BasinUri.WithPrefix().convert("s2://my-basin/logs/"))
                .isEqualTo(new BasinUri("my-basin", "logs/"));
    }

    @Test
    void namesMayBeAsLongAsTheServerTakesThem() {
        assertThat(new BasinUri("b".repeat(48), "").basin()).hasSize(48);
        assertThatThrownBy(() -> new BasinUri("b".repeat(49), "")).isInstanceOf(IllegalArgumentException.class);
        assertThat(new StreamUri("my-basin", "ä".repeat(256)).stream()).hasSize(256);
        assertThatThrownBy(() -> new StreamUri("my-basin", "ä".repeat(256) + "b"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new StreamUri("my-basin", "a\0b")).isInstanceOf(IllegalArgumentException.class);
    }
}
