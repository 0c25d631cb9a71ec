package io.runnel.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FoundRefsTest {
    private static final RefQuery QUERY = new RefQuery(new EntityKey(1, 1), 0, 0, 100, 0, 3, 1000);
    private static final long PAST = 1;
    private static final long NEVER = Long.MAX_VALUE;

    private final FoundRefs one = new FoundRefs(QUERY);
    private final FoundRefs other = new FoundRefs(QUERY);

    @Test
    void interleavesWhatSourcesHave() {
        offer(one, NEVER, 1, 3);
        offer(other, NEVER, 2);
        assertThat(merged()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void endsWhereOneSourceMayHaveMore() {
        offer(one, NEVER, 1, 2, 3, 4);
        offer(other, NEVER, 5);
        assertThat(merged()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void passesOverExpiredOnesAtTheBeginning() {
        offer(one, PAST, 1, 3);
        offer(other, PAST, 2);
        offer(one, NEVER, 4);
        assertThat(merged()).containsExactly(4L);
    }

    @Test
    void endsBeforeAnExpiredOneThatASourcePassedOver() {
        offer(one, PAST, 3);
        offer(other, NEVER, 1, 2, 4);
        assertThat(merged()).containsExactly(1L, 2L);
    }

    @Test
    void endsBeforeAnExpiredOneEvenIfAnotherOneIsAtTheBeginning() {
        offer(one, PAST, 1, 3);
        offer(other, NEVER, 2, 4);
        assertThat(merged()).containsExactly(2L);
    }

    private static void offer(FoundRefs to, long expiresAt, long... seqs) {
        for (long seq : seqs) {
            to.offer(new EntryRef(new Id(1, 1), seq, WalFooter.HEADER_SIZE, -1, 1, 0, seq, seq + 1, seq, expiresAt));
        }
    }

    private List<Long> merged() {
        return FoundRefs.merge(QUERY, List.of(one, other)).stream()
                .map(ref -> ref.firstSeq)
                .toList();
    }
}
