package io.runnel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkdownTableTest {
    @Test
    void showsThreeDigitsThatCount() {
        assertThat(new MarkdownTable("a", "b", "c", "d")
                        .row(1234.5, 12.345, 1.2345, "x")
                        .toString())
                .isEqualTo("| a | b | c | d |\n|---|---|---|---|\n| 1,235 | 12.3 | 1.23 | x |");
    }
}
