package io.runnel.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.objectstore.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Entries of ten bytes and one position each; a range has one. */
class ReadAheadTest {
    private static final EntityKey ORDERS = new EntityKey(1, 1);
    private static final int ENTRY = 10;
    private static final long TAIL = 1000;

    private final FakeSource source = new FakeSource();
    private boolean busy;
    private long nanos;
    private final ReadAhead ahead = new ReadAhead(40, 60, () -> busy, () -> nanos);

    @Test
    void readsNothingAheadOfWhoReadsOnce() {
        read(5);
        assertThat(source.fetched).containsExactly(5L);
        read(5);
        assertThat(source.fetched).containsExactly(5L, 5L);
    }

    @Test
    void readsMoreAheadFromRangeToRangeWithinTheBoundOfAReader() {
        read(0);
        read(1);
        assertThat(source.fetched).containsExactly(0L, 1L, 2L);
        read(2);
        assertThat(source.fetched).containsExactly(0L, 1L, 2L, 3L, 4L);
        read(3);
        read(4);
        assertThat(source.fetched).hasSize(9).last().isEqualTo(8L);
        assertThat(ahead.bytes()).isEqualTo(40);
    }

    @Test
    void givesWhatWasReadAhead() {
        read(0);
        read(1);
        CompletionStage<List<LogEntry>> third = read(2);
        assertThat(third.toCompletableFuture()).isNotDone();
        source.answer(2);
        assertThat(third.toCompletableFuture().join())
                .extracting(LogEntry::firstSeq)
                .containsExactly(2L);
    }

    @Test
    void readsAgainWhatCouldNotBeReadAhead() {
        read(0);
        read(1);
        source.fail(2);
        CompletionStage<List<LogEntry>> third = read(2);
        assertThat(source.fetched).endsWith(2L);
        source.answerLast();
        assertThat(third.toCompletableFuture().join()).hasSize(1);
        assertThat(ahead.bytes()).isZero();
    }

    @Test
    void readsNothingAheadWhileOthersWait() {
        busy = true;
        read(0);
        read(1);
        assertThat(source.fetched).containsExactly(0L, 1L);
    }

    @Test
    void readsNothingAheadPastWhatIsAskedFor() {
        read(TAIL - 2);
        read(TAIL - 1);
        assertThat(source.fetched).containsExactly(TAIL - 2, TAIL - 1);
    }

    @Test
    void takesRoomOnlyFromReadersWhoHaveGone() {
        for (long from = 0; from < 8; from++) {
            read(from);
        }
        assertThat(ahead.bytes()).isEqualTo(40);
        for (long from = 100; from < 108; from++) {
            read(from);
        }
        assertThat(ahead.bytes()).isEqualTo(60);
        nanos += 6_000_000_000L;
        for (long from = 200; from < 208; from++) {
            read(from);
        }
        assertThat(ahead.bytes()).isLessThanOrEqualTo(60);
        assertThat(source.fetched).contains(210L);
    }

    private CompletionStage<List<LogEntry>> read(long from) {
        return ahead.read(new RefQuery(ORDERS, 0, from, TAIL, 0, ENTRY, 0), source.from(from));
    }

    private static final class FakeSource {
        final List<Long> fetched = new ArrayList<>();
        private final List<CompletableFuture<List<LogEntry>>> answers = new ArrayList<>();

        ReadAhead.Source from(long from) {
            return new ReadAhead.Source() {
                @Override
                public CompletionStage<List<EntryRef>> find(long later) {
                    return CompletableFuture.completedFuture(List.of(
                            new EntryRef(new Id(1, 1), 1, 96, -1, ENTRY, 0, later, later + 1, 0, Long.MAX_VALUE)));
                }

                @Override
                public CompletionStage<List<LogEntry>> fetch(List<EntryRef> refs) {
                    CompletableFuture<List<LogEntry>> answer = new CompletableFuture<>();
                    fetched.add(refs.get(0).firstSeq);
                    answers.add(answer);
                    return answer;
                }

                @Override
                public CompletionStage<List<LogEntry>> read(ReadAhead.Planned planned) {
                    return find(from).thenCompose(planned::fetch);
                }
            };
        }

        void answer(long from) {
            answers.get(fetched.indexOf(from)).complete(List.of(Entries.entry(1, from, "x")));
        }

        void answerLast() {
            int last = answers.size() - 1;
            answers.get(last).complete(List.of(Entries.entry(1, fetched.get(last), "x")));
        }

        void fail(long from) {
            answers.get(fetched.indexOf(from)).completeExceptionally(new StoreException("timeout", true));
        }
    }
}
