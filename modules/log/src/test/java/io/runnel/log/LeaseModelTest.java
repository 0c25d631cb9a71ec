package io.runnel.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.log.LeaseModel.Mistake;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything that can happen to a node that is asked something while others take over is tried. */
class LeaseModelTest {
    @Test
    void nothingOutdatedIsAnswered() {
        Exploration exploration = new Exploration(new LeaseModel(Mistake.NONE));
        assertThat(exploration.run()).isEmpty();
        assertThat(exploration.size()).isEqualTo(288_844);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void everyMistakeLetsSomethingOutdatedBeAnswered(Mistake mistake) {
        List<String> steps = new Exploration(new LeaseModel(mistake)).run();
        assertThat(steps)
                .as("the way there")
                .hasSizeGreaterThan(1)
                .last()
                .asString()
                .startsWith("I-LIN");
    }
}
