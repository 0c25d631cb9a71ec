package io.runnel.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.log.CollectionModel.Mistake;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything that can happen while slots become runs, and are deleted, and others take over, is tried. */
class CollectionModelTest {
    private static final int SLOTS = 4;

    @Test
    void nothingIsDeletedThatSomebodyNeeds() {
        Exploration exploration = new Exploration(new CollectionModel(SLOTS, Mistake.NONE));
        assertThat(exploration.run()).isEmpty();
        assertThat(exploration.size()).isEqualTo(75_136);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void everyMistakeBreaksAPromise(Mistake mistake) {
        List<String> steps = new Exploration(new CollectionModel(SLOTS, mistake)).run();
        assertThat(steps)
                .as("the way there")
                .hasSizeGreaterThan(1)
                .last()
                .asString()
                .startsWith("I-");
    }
}
