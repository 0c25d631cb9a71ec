package io.runnel.storetools;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** With little memory, the same is found in more passes. */
class MemoryBoundTest {
    private static final Objects OBJECTS = SampleStore.written();

    @Test
    void aSoundStoreIsSoundInManyPasses() {
        VerifyReport report = OBJECTS.verify(5, 1);
        assertThat(report.damage()).isEmpty();
        VerifyReport other = OBJECTS.verify();
        assertThat(report.checked().streams())
                .isEqualTo(other.checked().streams())
                .isEqualTo(3);
        assertThat(report.checked().others()).isEqualTo(other.checked().others());
        assertThat(report.checked().entries()).isEqualTo(other.checked().entries());
    }

    @Test
    void damageIsTheSameInManyPasses() {
        for (String prefix : List.of("seg/", "wal/", "idx/")) {
            for (String key : OBJECTS.keys(prefix)) {
                Objects damaged = OBJECTS.flipped(key, OBJECTS.byKey().get(key).length / 3);
                assertThat(damaged.verify(5, 1).damage())
                        .containsExactlyInAnyOrderElementsOf(damaged.verify().damage());
            }
        }
    }

    @Test
    void everyKeyIsInOnePart() {
        for (int parts : new int[] {1, 2, 3, 7, 1000}) {
            Rows first = new Rows(0, parts);
            Rows last = new Rows(parts - 1, parts);
            assertThat(first.has(new Id(0, 0))).isTrue();
            assertThat(last.has(new Id(-1, -1))).isTrue();
            for (int part = 1; part < parts; part++) {
                Id begin = new Rows(part, parts).first();
                assertThat(new Rows(part, parts).has(begin)).isTrue();
                assertThat(new Rows(part - 1, parts).has(new Id(begin.high() - 1, -1)))
                        .isTrue();
                assertThat(new Rows(part - 1, parts).isBefore(begin)).isTrue();
            }
        }
    }
}
