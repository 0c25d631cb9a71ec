package io.runnel.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SequencingTest {
    private static final long NOW = 1_000_000;

    @Test
    void raisesATimestampOfThePastToTheLastOne() {
        assertThat(timestamps(TimestampingMode.CLIENT_PREFER, false, 2000, 1000L))
                .containsExactly(2000L);
        assertThat(timestamps(TimestampingMode.CLIENT_PREFER, false, 0, 5L, 3L, 9L))
                .containsExactly(5L, 5L, 9L);
    }

    @Test
    void lowersATimestampOfTheFutureUnlessUncapped() {
        assertThat(timestamps(TimestampingMode.CLIENT_PREFER, false, 0, NOW + 5))
                .containsExactly(NOW);
        assertThat(timestamps(TimestampingMode.CLIENT_PREFER, true, 0, NOW + 5, null))
                .containsExactly(NOW + 5, NOW + 5);
        assertThat(timestamps(TimestampingMode.CLIENT_PREFER, true, 0, -1L)).containsExactly(-1L);
        assertThat(timestamps(TimestampingMode.CLIENT_PREFER, false, 0, -1L)).containsExactly(NOW);
    }

    @Test
    void ignoresGivenTimestampsInArrivalMode() {
        assertThat(timestamps(TimestampingMode.ARRIVAL, true, 0, 5L, null)).containsExactly(NOW, NOW);
        assertThat(timestamps(TimestampingMode.ARRIVAL, false, NOW + 9, 5L)).containsExactly(NOW + 9);
    }

    @Test
    void refusesABatchThatLacksARequiredTimestamp() {
        assertThat(batch(5L, null)
                        .sequence(0, 0, TimestampingMode.CLIENT_REQUIRE, false, NOW)
                        .errorOrNull())
                .isEqualTo(StreamError.invalid("record timestamp was required but was missing"));
        assertThat(timestamps(TimestampingMode.CLIENT_REQUIRE, false, 0, 0L)).containsExactly(0L);
    }

    @Property
    void assignsWhatTheRuleOfTheContractSays(
            @ForAll("timestampLists") List<Long> given,
            @ForAll TimestampingMode mode,
            @ForAll boolean uncapped,
            @ForAll("u64") long previous,
            @ForAll("u64") long firstSeqNum) {
        AppendBatch batch = batch(given.toArray(new Long[0]));
        Outcome<StoredBatch> outcome = batch.sequence(firstSeqNum, previous, mode, uncapped, NOW);
        if (mode == TimestampingMode.CLIENT_REQUIRE && given.contains(null)) {
            assertThat(outcome.errorOrNull()).isNotNull();
            return;
        }
        StoredBatch stored = outcome.valueOrNull();
        RecordCursor cursor = new RecordCursor(stored.slice());
        long prev = previous;
        int metered = 0;
        for (int i = 0; i < given.size(); i++) {
            Long t = given.get(i);
            long candidate = mode == TimestampingMode.ARRIVAL || t == null ? NOW : t;
            if (!uncapped && Long.compareUnsigned(candidate, NOW) > 0) {
                candidate = NOW;
            }
            prev = Long.compareUnsigned(candidate, prev) > 0 ? candidate : prev;
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.seqNum()).isEqualTo(firstSeqNum + i);
            assertThat(cursor.timestamp()).isEqualTo(prev);
            assertThat(cursor.bodyLength()).isEqualTo(i);
            assertThat(cursor.headerCount()).isEqualTo(i % 3);
            int headers = 0;
            while (cursor.nextHeader()) {
                assertThat(cursor.array()[cursor.nameOffset()]).isEqualTo((byte) ('a' + headers++));
                assertThat(cursor.valueLength()).isZero();
            }
            assertThat(headers).isEqualTo(i % 3);
            metered += cursor.meteredBytes();
        }
        assertThat(cursor.next()).isFalse();
        assertThat(stored.meteredBytes()).isEqualTo(metered).isEqualTo(batch.meteredBytes());
        assertThat(stored.end()).isEqualTo(new Position(firstSeqNum + given.size(), prev));
    }

    @Provide
    Arbitrary<List<Long>> timestampLists() {
        return u64().injectNull(0.3).list().ofMinSize(1).ofMaxSize(40);
    }

    @Provide
    Arbitrary<Long> u64() {
        return Arbitraries.oneOf(
                Arbitraries.longs().between(0, 2 * NOW), Arbitraries.longs(), Arbitraries.of(0L, 127L, 128L, -1L));
    }

    private static List<Long> timestamps(TimestampingMode mode, boolean uncapped, long previous, Long... given) {
        StoredBatch stored =
                batch(given).sequence(0, previous, mode, uncapped, NOW).valueOrNull();
        RecordCursor cursor = new RecordCursor(stored.slice());
        List<Long> timestamps = new ArrayList<>();
        while (cursor.next()) {
            timestamps.add(cursor.timestamp());
        }
        assertThat(stored.firstTimestamp()).isEqualTo(timestamps.get(0));
        return timestamps;
    }

    private static AppendBatch batch(Long... timestamps) {
        AppendBatch.Builder builder = new AppendBatch.Builder(0);
        for (int i = 0; i < timestamps.length; i++) {
            if (timestamps[i] != null) {
                builder.timestamp(timestamps[i]);
            }
            for (int h = 0; h < i % 3; h++) {
                builder.header(new byte[] {(byte) ('a' + h)}, new byte[0]);
            }
            builder.body(new byte[i]).endRecord();
        }
        return builder.build().valueOrNull();
    }
}
