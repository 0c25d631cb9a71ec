package io.runnel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.engine.BasinQuestions.Question;
import io.runnel.engine.StreamLink.Purpose;
import io.runnel.model.StreamError;
import io.runnel.model.StreamOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BasinQuestionsTest {
    private static final StreamError ABSENT = StreamError.invalid("absent");

    private final BasinQuestions questions = new BasinQuestions();
    private final List<String> happened = new ArrayList<>();

    @Test
    void everybodyProceedsInTheOrderTheyCame() {
        await("a", Purpose.READ);
        await("b", Purpose.APPEND);
        assertThat(questions.next()).isEqualTo(new Question(Purpose.READ, StreamOptions.NONE));
        await("c", Purpose.READ);
        assertThat(questions.next()).isNull();
        assertThat(questions.present()).isTrue();
        assertThat(happened).containsExactly("a", "b", "c");
        assertThat(questions.next()).isNull();
    }

    @Test
    void anAbsenceConcernsOnlyThoseForWhomItWasAsked() {
        await("a", Purpose.READ);
        await("b", Purpose.APPEND);
        questions.next();
        await("c", Purpose.READ);
        questions.absent(ABSENT);
        assertThat(happened).containsExactly("no a");
        assertThat(questions.next()).isEqualTo(new Question(Purpose.APPEND, StreamOptions.NONE));
        questions.present();
        assertThat(happened).containsExactly("no a", "b", "c");
    }

    @Test
    void anInspectionLetsNobodyElseProceed() {
        await("a", Purpose.INSPECT);
        await("b", Purpose.APPEND);
        questions.next();
        assertThat(questions.present()).isFalse();
        assertThat(happened).containsExactly("a");
        assertThat(questions.next()).isEqualTo(new Question(Purpose.APPEND, StreamOptions.NONE));
    }

    @Test
    void whatWasNotAnsweredIsAskedAgain() {
        await("a", Purpose.READ);
        questions.next();
        questions.unanswered();
        assertThat(questions.next()).isNotNull();
    }

    private void await(String name, Purpose purpose) {
        questions.await(purpose, StreamOptions.NONE, () -> happened.add(name), error -> happened.add("no " + name));
    }
}
