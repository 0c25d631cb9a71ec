package io.runnel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.model.AppendBatch;
import io.runnel.model.Limits;
import io.runnel.model.Position;
import io.runnel.model.ReadRequest;
import io.runnel.model.ReadStart;
import io.runnel.model.RecordSlice;
import io.runnel.model.StoredBatch;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReadOutputsTest {
    private static final int MAX_BODY = Limits.MAX_FRAME_LENGTH - 1;

    @Test
    void storedBatchesAreJoinedUpToAThousandRecords() {
        ReadOutputs outputs = outputs(null);
        for (int i = 0; i < 5; i++) {
            outputs.stored(Stored.numbered(400L * i, 400), 0);
        }
        assertThat(counts(drain(outputs))).containsExactly(800, 800, 400);
    }

    @Test
    void storedBatchesAreJoinedUpToAMebibyte() {
        ReadOutputs outputs = outputs(null);
        for (int i = 0; i < 4; i++) {
            outputs.stored(Stored.sequenced(i, Records.large(400_000)), 0);
        }
        assertThat(counts(drain(outputs))).containsExactly(2, 2);
    }

    @Test
    void liveBatchesStayAsTheyWereAppendedAndTellTheTail() {
        ReadOutputs outputs = outputs(null);
        outputs.live(Stored.at(0, 5, 6));
        outputs.live(Stored.at(2, 7));
        List<ReadOutput> drained = drain(outputs);
        assertThat(counts(drained)).containsExactly(2, 1);
        assertThat(tail(drained.get(0))).isEqualTo(new Position(2, 6));
        assertThat(tail(drained.get(1))).isEqualTo(new Position(3, 7));
    }

    @Test
    void aBoundCutsALiveBatchButNotItsTail() {
        ReadOutputs outputs = outputs(1L);
        outputs.live(Stored.at(0, 5, 6));
        List<ReadOutput> drained = drain(outputs);
        assertThat(counts(drained)).containsExactly(1);
        assertThat(tail(drained.get(0))).isEqualTo(new Position(2, 6));
        assertThat(outputs.isOver()).isTrue();
    }

    @Test
    void storedOutputsHaveNoTail() {
        ReadOutputs outputs = outputs(null);
        outputs.stored(Stored.of(0, "a"), 0);
        assertThat(tail(drain(outputs).get(0))).isNull();
    }

    @Test
    void aBatchOfTinyHeadersIsDividedSoThatEveryPartFitsAFrame() {
        ReadOutputs outputs = outputs(null);
        // Metered 4 bytes a header, encoded 8: two such records together pass the limit of a frame.
        outputs.live(Stored.sequenced(1L << 60, tinyHeaders(131_070, 131_070)));
        List<ReadOutput> drained = drain(outputs);
        assertThat(counts(drained)).containsExactly(1, 1);
        assertThat(drained).allSatisfy(output -> assertThat(encoded(output)).isLessThanOrEqualTo(MAX_BODY));
        assertThat(tail(drained.get(0))).isNull();
        assertThat(tail(drained.get(1))).isNotNull();
    }

    @Test
    void aLoneRecordWithoutRoomForATailIsFollowedByAHeartbeat() {
        ReadOutputs outputs = outputs(null);
        outputs.live(Stored.sequenced(0, tinyHeaders(262_142)));
        List<ReadOutput> drained = drain(outputs);
        assertThat(tail(drained.get(0))).isNull();
        assertThat(encoded(drained.get(0))).isLessThanOrEqualTo(MAX_BODY);
        assertThat(drained.get(1)).isEqualTo(new ReadOutput.Heartbeat(new Position(1, 0)));
    }

    @Test
    void whatWasNotGivenOutCanBeForgotten() {
        ReadOutputs outputs = outputs(10L);
        outputs.live(Stored.of(0, "a"));
        outputs.live(Stored.of(1, "b"));
        outputs.next();
        assertThat(outputs.discard(2)).isEqualTo(1);
        assertThat(outputs.isEmpty()).isTrue();
        assertThat(outputs.bytes()).isZero();
        assertThat(outputs.wanted()).isEqualTo(9);
        assertThat(outputs.discard(2)).isEqualTo(2);
    }

    @Property
    void everyRecordIsGivenOutOnceAndInOrder(
            @ForAll @Size(max = 30) List<@IntRange(min = 1, max = 300) Integer> sizes,
            @ForAll @IntRange(max = 30) int liveFrom,
            @ForAll @IntRange(min = 1, max = 5000) int count) {
        ReadOutputs outputs = outputs((long) count);
        long next = 0;
        for (int i = 0; i < sizes.size(); i++) {
            StoredBatch batch = Stored.numbered(next, sizes.get(i));
            next = batch.nextSeqNum();
            if (i < liveFrom) {
                outputs.stored(batch, 0);
            } else {
                outputs.live(batch);
            }
        }
        long expected = 0;
        for (ReadOutput output : drain(outputs)) {
            int records = 0;
            for (RecordSlice slice : ((ReadOutput.Batch) output).slices()) {
                assertThat(slice.firstSeqNum()).isEqualTo(expected);
                expected = slice.nextSeqNum();
                records += slice.count();
            }
            assertThat(records).isBetween(1, Limits.MAX_BATCH_RECORDS);
        }
        assertThat(expected).isEqualTo(Math.min(next, count));
    }

    private static AppendBatch tinyHeaders(int... headersOfRecords) {
        AppendBatch.Builder builder = new AppendBatch.Builder(3 << 20);
        byte[] one = {'x'};
        for (int headers : headersOfRecords) {
            builder.timestamp(0);
            for (int i = 0; i < headers; i++) {
                builder.header(one, one);
            }
            builder.endRecord();
        }
        return Records.built(builder);
    }

    private static ReadOutputs outputs(@Nullable Long count) {
        return new ReadOutputs(
                new ReadBounds(new ReadRequest(new ReadStart.SeqNum(0), false, count, null, null, null)));
    }

    private static List<ReadOutput> drain(ReadOutputs outputs) {
        List<ReadOutput> all = new ArrayList<>();
        for (ReadOutput next = outputs.next(); next != null; next = outputs.next()) {
            all.add(next);
        }
        return all;
    }

    private static List<Integer> counts(List<ReadOutput> outputs) {
        return outputs.stream()
                .map(output -> ((ReadOutput.Batch) output)
                        .slices().stream().mapToInt(RecordSlice::count).sum())
                .toList();
    }

    private static @Nullable Position tail(ReadOutput output) {
        return ((ReadOutput.Batch) output).tail();
    }

    private static int encoded(ReadOutput output) {
        ReadOutput.Batch batch = (ReadOutput.Batch) output;
        int records = batch.slices().stream().mapToInt(RecordSlice::length).sum();
        return batch.tail() == null ? records : records + 24;
    }
}
