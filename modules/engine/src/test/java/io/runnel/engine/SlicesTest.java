package io.runnel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.model.RecordCursor;
import io.runnel.model.RecordSlice;
import io.runnel.model.StoredBatch;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class SlicesTest {
    @Property
    void aTailBeginsWhereItIsAskedTo(
            @ForAll @LongRange(max = 1_000_000) long first,
            @ForAll @IntRange(min = 1, max = 40) int count,
            @ForAll @IntRange(max = 39) int skipped) {
        StoredBatch batch = Stored.numbered(first, count);
        long from = first + Math.min(skipped, count - 1);
        RecordSlice tail = Slices.from(batch, from);
        check(tail);
        assertThat(tail.firstSeqNum()).isEqualTo(from);
        assertThat(tail.nextSeqNum()).isEqualTo(batch.nextSeqNum());
    }

    @Property
    void partsTogetherAreTheWhole(
            @ForAll @IntRange(min = 1, max = 40) int count, @ForAll @IntRange(min = 1, max = 200) int maxBytes) {
        RecordSlice whole = Stored.numbered(1000, count).slice();
        List<RecordSlice> parts = Slices.divide(whole, maxBytes);
        long next = 1000;
        int at = 0;
        for (RecordSlice part : parts) {
            check(part);
            assertThat(part.firstSeqNum()).isEqualTo(next);
            assertThat(part.offset()).isEqualTo(at);
            assertThat(part.length() <= maxBytes || part.count() == 1).isTrue();
            next = part.nextSeqNum();
            at += part.length();
        }
        assertThat(next).isEqualTo(whole.nextSeqNum());
        assertThat(at).isEqualTo(whole.length());
    }

    /** What the slice says of itself is what is in it. */
    private static void check(RecordSlice slice) {
        RecordCursor cursor = new RecordCursor(slice);
        int count = 0;
        int metered = 0;
        long lastTimestamp = 0;
        while (cursor.next()) {
            assertThat(cursor.seqNum()).isEqualTo(slice.firstSeqNum() + count);
            count++;
            metered += cursor.meteredBytes();
            lastTimestamp = cursor.timestamp();
        }
        assertThat(slice.count()).isEqualTo(count);
        assertThat(slice.meteredBytes()).isEqualTo(metered);
        assertThat(slice.lastTimestamp()).isEqualTo(lastTimestamp);
    }
}
