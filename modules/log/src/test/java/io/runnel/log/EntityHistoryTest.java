package io.runnel.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EntityHistoryTest {
    private static final EntityKey KEY = new EntityKey(1, 1);
    private static final Id OWN = new Id(1, 1);
    private static final Id BEFORE = new Id(2, 2);
    private static final Id LONG_BEFORE = new Id(3, 3);
    private static final EntityRow ROW = new EntityRow(0, 1, 1, 0, 0, null);

    private final EntityHistory history = new EntityHistory(Entries.SHARD);

    @Test
    void answersForWhatThisLogHasWritten() {
        history.add(ROW, ref(OWN, 5), 0);
        history.add(ROW, ref(OWN, 6), 0);
        assertThat(find(5)).isEqualTo(new Answer(List.of(5L, 6L), true, 5));
        assertThat(find(6)).isEqualTo(new Answer(List.of(6L), true, 5));
        assertThat(find(4)).isEqualTo(new Answer(List.of(5L, 6L), false, 5));
    }

    @Test
    void doesNotAnswerForAllThatWasInherited() {
        history.inherit(ref(LONG_BEFORE, 1));
        history.inherit(ref(BEFORE, 2));
        history.inherit(ref(LONG_BEFORE, 3));
        assertThat(find(1)).isEqualTo(new Answer(List.of(1L, 2L, 3L), false, 10));
        history.add(ROW, ref(OWN, 4), 0);
        history.add(ROW, ref(OWN, 5), 0);
        assertThat(find(1)).isEqualTo(new Answer(List.of(1L, 2L, 3L, 4L, 5L), false, 4));
        history.forgetAll(BEFORE); // an index run tells of 2
        assertThat(find(1)).isEqualTo(new Answer(List.of(1L, 3L, 4L, 5L), false, 4));
        assertThat(find(4)).isEqualTo(new Answer(List.of(4L, 5L), true, 4));
        history.forgetAll(LONG_BEFORE);
        assertThat(find(1)).isEqualTo(new Answer(List.of(4L, 5L), false, 4));
    }

    @Test
    void doesNotAnswerForWhatWasForgottenAfterWhatWasInherited() {
        EntryRef rolledUp = ref(OWN, 2);
        history.inherit(ref(BEFORE, 1));
        history.add(ROW, rolledUp, 0);
        history.add(ROW, ref(OWN, 3), 0);
        history.forget(rolledUp);
        assertThat(find(1)).isEqualTo(new Answer(List.of(1L, 3L), false, 3));
    }

    private record Answer(List<Long> found, boolean complete, long until) {}

    private Answer find(long from) {
        EntityHistory.Recent recent = history.find(new RefQuery(KEY, 0, from, 10, 0, 1000, 0));
        List<Long> found =
                recent.found().refs().stream().map(ref -> ref.firstSeq).toList();
        return new Answer(found, recent.complete(), recent.until());
    }

    private static EntryRef ref(Id log, long seq) {
        return new EntryRef(log, seq, WalFooter.HEADER_SIZE, -1, 1, 0, seq, seq + 1, 0, Long.MAX_VALUE);
    }
}
