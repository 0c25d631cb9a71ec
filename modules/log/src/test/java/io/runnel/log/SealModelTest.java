package io.runnel.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.log.SealModel.Mistake;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything that can happen when a log ends is tried. */
class SealModelTest {
    private static final int SLOTS = 4;

    @Test
    void noStateBreaksAPromise() {
        Exploration exploration = new Exploration(new SealModel(SLOTS, Mistake.NONE));
        assertThat(exploration.run()).isEmpty();
        assertThat(exploration.size()).isEqualTo(3_417_719);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void everyMistakeBreaksOne(Mistake mistake) {
        List<String> steps = new Exploration(new SealModel(SLOTS, mistake)).run();
        assertThat(steps)
                .as("the way there")
                .hasSizeGreaterThan(1)
                .last()
                .asString()
                .startsWith("I-");
    }
}
