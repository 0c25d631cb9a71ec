package io.runnel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.model.ReadRequest;
import io.runnel.model.ReadStart;
import io.runnel.model.RecordCursor;
import io.runnel.model.RecordSlice;
import io.runnel.model.StoredBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReadBoundsTest {
    @Test
    void countIsReachedExactly() {
        ReadBounds bounds = bounds(2L, null, null);
        assertThat(bounds.take(Stored.of(0, "a", "b").slice())).isNotNull();
        assertThat(bounds.reached()).isTrue();
    }

    @Test
    void aRecordThatExceedsBytesIsNotDelivered() {
        ReadBounds bounds = bounds(null, 8L, null);
        assertThat(bounds.take(Stored.of(0, "a").slice())).isNull();
        assertThat(bounds.reached()).isTrue();
    }

    @Test
    void untilIsExclusive() {
        ReadBounds bounds = bounds(null, null, 30L);
        RecordSlice taken = bounds.take(Stored.at(0, 10, 20, 30, 40).slice());
        assertThat(Records.of(List.of(Objects.requireNonNull(taken)))).containsExactly("0=t10", "1=t20");
        assertThat(taken.lastTimestamp()).isEqualTo(20);
        assertThat(bounds.reached()).isTrue();
    }

    @Test
    void boundsAreUnsigned() {
        ReadBounds bounds = bounds(-1L, -1L, -1L);
        assertThat(bounds.take(Stored.of(0, "a").slice())).isNotNull();
        assertThat(bounds.reached()).isFalse();
    }

    /** Batch by batch, a read delivers what it would record by record. */
    @Property
    void deliversExactlyTheAllowedPrefix(
            @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 1, max = 5) Integer> sizes,
            @ForAll @IntRange(max = 20) int count,
            @ForAll @IntRange(max = 200) int bytes,
            @ForAll @IntRange(max = 25) int until) {
        ReadBounds bounds = bounds((long) count, (long) bytes, (long) until);
        List<Long> delivered = new ArrayList<>();
        List<Long> allowed = new ArrayList<>();
        long metered = 0;
        boolean over = count == 0 || bytes == 0;
        long next = 0;
        for (int size : sizes) {
            StoredBatch batch = Stored.numbered(next, size);
            next += size;
            RecordCursor all = new RecordCursor(batch.slice());
            while (!over && all.next()) {
                over = allowed.size() == count || metered + all.meteredBytes() > bytes || all.timestamp() >= until;
                if (!over) {
                    metered += all.meteredBytes();
                    allowed.add(all.seqNum());
                }
            }
            RecordSlice taken = bounds.take(batch.slice());
            if (taken != null) {
                RecordCursor cursor = new RecordCursor(taken);
                int takenMetered = 0;
                int takenCount = 0;
                while (cursor.next()) {
                    delivered.add(cursor.seqNum());
                    takenMetered += cursor.meteredBytes();
                    takenCount++;
                }
                assertThat(taken.count()).isEqualTo(takenCount);
                assertThat(taken.meteredBytes()).isEqualTo(takenMetered);
            }
        }
        assertThat(delivered).isEqualTo(allowed);
    }

    private static ReadBounds bounds(@Nullable Long count, @Nullable Long bytes, @Nullable Long until) {
        return new ReadBounds(new ReadRequest(new ReadStart.SeqNum(0), false, count, bytes, until, null));
    }
}
