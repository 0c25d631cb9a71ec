package io.runnel.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** When a batch goes: in time that only passes when the test says so. */
class BatcherTest {
    private static final long START = Long.MAX_VALUE - 1000; // such clocks may overflow
    private static final ProducerOptions OPTIONS = ProducerOptions.DEFAULT
            .withLinger(Duration.ofMillis(5))
            .withMaxRecords(3)
            .withMaxBytes(100);
    private static final long LINGER = OPTIONS.linger().toNanos();

    private final Batcher batcher = new Batcher(OPTIONS);

    private static Batcher.Item item(int meteredBytes) {
        return new Batcher.Item(AppendRecord.of(new byte[meteredBytes - 8]), new CompletableFuture<>());
    }

    @Test
    void theFirstRecordOfABatchLingersAndNoLonger() {
        batcher.add(item(10), START);
        batcher.add(item(10), START + LINGER - 1);

        assertThat(batcher.dueAt()).isEqualTo(START + LINGER);
        assertThat(batcher.isDue(START + LINGER - 1)).isFalse();
        assertThat(batcher.isDue(START + LINGER)).isTrue();
        assertThat(batcher.take()).hasSize(2);
    }

    @Test
    void theNextBatchHasALingerOfItsOwn() {
        batcher.add(item(10), START);
        batcher.take();
        batcher.add(item(10), START + 2 * LINGER);

        assertThat(batcher.isDue(START + 3 * LINGER - 1)).isFalse();
        assertThat(batcher.isDue(START + 3 * LINGER)).isTrue();
    }

    @Test
    void nothingIsNeverDue() {
        assertThat(batcher.isEmpty()).isTrue();
        assertThat(batcher.isDue(START + 1_000_000 * LINGER)).isFalse();
        batcher.add(item(10), START);
        batcher.take();
        assertThat(batcher.isDue(START + 1_000_000 * LINGER)).isFalse();
    }

    @Test
    void withoutALingerEveryRecordIsDueAtOnce() {
        Batcher eager = new Batcher(OPTIONS.withLinger(Duration.ZERO));
        eager.add(item(10), START);
        assertThat(eager.isDue(START)).isTrue();
    }

    @Test
    void asManyRecordsAsThereMayBeAreDueAtOnce() {
        batcher.add(item(10), START);
        batcher.add(item(10), START);
        assertThat(batcher.isDue(START)).isFalse();
        batcher.add(item(10), START);
        assertThat(batcher.isDue(START)).isTrue();
    }

    @Test
    void whatIsFullToTheByteIsDueAtOnce() {
        batcher.add(item(60), START);
        assertThat(batcher.isFullFor(item(40).record())).isFalse();
        assertThat(batcher.isFullFor(item(41).record())).isTrue();
        batcher.add(item(40), START);
        assertThat(batcher.isDue(START)).isTrue();
    }

    @Test
    void aLargerRecordIsABatchOfItsOwn() {
        assertThat(batcher.isFullFor(item(500).record())).isFalse();
        batcher.add(item(500), START);
        assertThat(batcher.isDue(START)).isTrue();
        assertThat(batcher.isFullFor(item(8).record())).isTrue();
    }

    /** As the producer uses it: what it is given comes out once, in order, within all bounds, and never late. */
    @Property(tries = 300)
    void batchesAreWithinTheirBounds(@ForAll long seed) {
        Random random = new Random(seed);
        List<Batcher.Item> given = new ArrayList<>();
        List<Batcher.Item> taken = new ArrayList<>();
        List<Long> givenAt = new ArrayList<>();
        long now = START;
        for (int i = 0; i < 200; i++) {
            long next = now + random.nextInt((int) LINGER);
            if (!batcher.isEmpty() && batcher.dueAt() - next <= 0) {
                now = batcher.dueAt();
                take(taken, givenAt, now);
            }
            now = next;
            Batcher.Item item = item(8 + random.nextInt(random.nextInt(8) == 0 ? 200 : 60));
            if (batcher.isFullFor(item.record())) {
                take(taken, givenAt, now);
            }
            given.add(item);
            givenAt.add(now);
            batcher.add(item, now);
            if (batcher.isDue(now)) {
                take(taken, givenAt, now);
            }
        }
        taken.addAll(batcher.take());
        assertThat(taken).isEqualTo(given);
    }

    private void take(List<Batcher.Item> taken, List<Long> givenAt, long now) {
        List<Batcher.Item> batch = batcher.take();
        assertThat(batch).isNotEmpty().hasSizeLessThanOrEqualTo(OPTIONS.maxRecords());
        int bytes =
                batch.stream().mapToInt(each -> each.record().meteredBytes()).sum();
        assertThat(batch.size() == 1 || bytes <= OPTIONS.maxBytes()).isTrue();
        assertThat(now - givenAt.get(taken.size())).isLessThanOrEqualTo(LINGER);
        taken.addAll(batch);
    }

    @Test
    void boundsThatNoBatchCanHaveAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> OPTIONS.withLinger(Duration.ofNanos(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> OPTIONS.withMaxRecords(0));
        assertThatIllegalArgumentException().isThrownBy(() -> OPTIONS.withMaxRecords(1001));
        assertThatIllegalArgumentException().isThrownBy(() -> OPTIONS.withMaxBytes(7));
        assertThatIllegalArgumentException().isThrownBy(() -> OPTIONS.withMaxBytes((1 << 20) + 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.withSession(AppendSessionOptions.DEFAULT.exactlyOnceFromTail())
                        .withMatchSeqNum(7L));
    }
}
