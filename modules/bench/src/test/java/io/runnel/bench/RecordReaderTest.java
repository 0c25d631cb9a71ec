package io.runnel.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordReaderTest {
    private final BatchTemplate template = new BatchTemplate(5, 200, 1);

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 10_000})
    void takesWhatWasSentWhereverItIsCut(int span) throws IOException {
        Answers answers = new Answers()
                .heartbeat(0)
                .batch(template, 0, 5)
                .batch(template, 5, 2)
                .heartbeat(7);
        RecordReader reader = new RecordReader(answers.frames(span), template.reference(), 0);

        assertThat(reader.readFrame()).isZero();
        assertThat(reader.readFrame()).isEqualTo(5);
        assertThat(reader.readFrame()).isEqualTo(2);
        assertThat(reader.readFrame()).isZero();
        assertThat(reader.readFrame()).isEqualTo(-1);
        assertThat(reader.next()).isEqualTo(7);
        assertThat(reader.lastSentNanos()).isEqualTo(42);
    }

    @Test
    void missesAGap() {
        assertBroken(new Answers().batch(template, 0, 2).batch(template, 3, 2));
    }

    @Test
    void seesARepetition() {
        assertBroken(new Answers().batch(template, 0, 2).batch(template, 1, 2));
    }

    @Test
    void seesRecordsUnderTheNumbersOfOthers() {
        assertBroken(new Answers().frame(Answers.records(template, 0, 1, 2)));
    }

    @Test
    void seesEveryChangedByteOfABody() {
        byte[] records = Answers.records(template, 0, 0, 1);
        // Beyond number, place and time, which are checked on their own or not known.
        for (int at = records.length - 1; at > records.length - 150; at--) {
            byte[] changed = records.clone();
            changed[at] ^= 0x10;
            assertBroken(new Answers().frame(changed));
        }
    }

    @Test
    void isToldWhyASessionEnds() {
        Answers answers = new Answers().raw(0, 0, 5, 0x80, 503 >> 8, 503 & 0xFF).raw(new byte[] {'{', '}'});

        assertThatThrownBy(() -> readAll(answers)).hasMessageContaining("503 {}");
    }

    private void assertBroken(Answers answers) {
        assertThatThrownBy(() -> readAll(answers)).isInstanceOf(BrokenAnswerException.class);
    }

    private void readAll(Answers answers) throws IOException {
        RecordReader reader = new RecordReader(answers.frames(100), template.reference(), 0);
        while (reader.readFrame() >= 0) {
            // until it is refused
        }
    }
}
