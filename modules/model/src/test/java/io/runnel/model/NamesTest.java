package io.runnel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"a-basin-name", "12345678", "a--------b", "aaaaaaaabbbbbbbbccccccccddddddddeeeeeeeeffffffff"})
    void takesBasinNamesOf8To48LettersDigitsAndInnerHyphens(String name) {
        assertThat(new BasinName(name).value()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "short12",
                "-basinname",
                "basinname-",
                "Basin-name",
                "basin_name",
                "basin.name",
                "bäsin-name",
                "aaaaaaaabbbbbbbbccccccccddddddddeeeeeeeeffffffffg"
            })
    void refusesOtherBasinNames(String name) {
        assertThatThrownBy(() -> new BasinName(name)).isInstanceOf(InvalidNameException.class);
    }

    @Test
    void takesAnUnfinishedNameAsTheFragmentOfABasinName() {
        assertThat(BasinName.checkFragment("basin prefix", "")).isEmpty();
        assertThat(BasinName.checkFragment("basin prefix", "a-")).isEqualTo("a-");
        assertThatThrownBy(() -> BasinName.checkFragment("basin prefix", "-a"))
                .isInstanceOf(InvalidNameException.class)
                .hasMessageContaining("basin prefix");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b c+d%", "...", "\u0001\n", "é\uD83D\uDE00"})
    void takesAnyTextAsAStreamName(String name) {
        assertThat(new StreamName(name).value()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a\0b"})
    void refusesEmptyDotAndNulStreamNames(String name) {
        assertThatThrownBy(() -> new StreamName(name)).isInstanceOf(InvalidNameException.class);
    }

    @Test
    void measuresStreamNamesInBytes() {
        assertThat(new StreamName("é".repeat(256)).value()).hasSize(256);
        assertThatThrownBy(() -> new StreamName("é".repeat(256) + "x"))
                .isInstanceOf(InvalidNameException.class)
                .hasMessageContaining("512");
    }

    @Test
    void measuresFencingTokensInBytes() {
        assertThat(new FencingToken("€".repeat(12)).value()).hasSize(12);
        assertThatThrownBy(() -> new FencingToken("x".repeat(37)))
                .isInstanceOf(InvalidNameException.class)
                .hasMessageContaining("36")
                .hasMessageContaining("37");
    }

    @Property
    void ordersAndMeasuresTextAsItsUtf8BytesDo(@ForAll String left, @ForAll String right) {
        byte[] l = left.getBytes(StandardCharsets.UTF_8);
        byte[] r = right.getBytes(StandardCharsets.UTF_8);
        assertThat(Utf8.length(left)).isEqualTo(l.length);
        if (wellFormed(left) && wellFormed(right)) {
            assertThat(Integer.signum(Utf8.BYTE_ORDER.compare(left, right)))
                    .isEqualTo(Integer.signum(Arrays.compareUnsigned(l, r)));
        }
    }

    @Test
    void ordersCodePointsBeyondTheBasicPlaneLast() {
        assertThat(Utf8.BYTE_ORDER.compare("\uFFFD", "\uD83D\uDE00")).isNegative();
        assertThat(Utf8.BYTE_ORDER.compare("\uD83D\uDE00", "\uE000")).isPositive();
    }

    private static boolean wellFormed(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
