package io.runnel.loadtest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.Header;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written, and what a reader makes of it. */
class RecordsTest {
    private static final int SIZE = 200;

    private final RecordMaker maker = new RecordMaker(SIZE, 7);
    private final ChainCheck check = new ChainCheck("stream s2://b/s (live read)", SIZE);

    private List<AppendRecord> made(int count) {
        List<AppendRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(maker.next(i));
        }
        return records;
    }

    private void read(long seqNum, AppendRecord record) {
        check.accept(seqNum, record.headers(), ByteBuffer.wrap(record.body()));
    }

    private static void mismatches(ThrowingCallable reading, String... what) {
        assertThatThrownBy(reading)
                .isInstanceOf(Mismatch.class)
                .hasMessageStartingWith("stream s2://b/s (live read)")
                .hasMessageContainingAll(what);
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 8192, (1 << 20) - 1})
    void aRecordHasExactlyItsMeteredSize(int size) {
        RecordMaker sized = new RecordMaker(size, 1);
        assertThat(sized.next(0).meteredBytes()).isEqualTo(size);
        assertThat(sized.next(1).meteredBytes()).isEqualTo(size);
    }

    @Test
    void aRecordCarriesItsTimeAndOneHeaderOfEightBytes() {
        AppendRecord record = maker.next(4711);
        assertThat(record.timestamp()).isEqualTo(4711);
        assertThat(record.headers()).singleElement().satisfies(header -> {
            assertThat(header.nameText()).isEqualTo("hash");
            assertThat(header.value()).hasSize(8);
        });
    }

    @Test
    void aSeedGivesTheSameRecordsAgainAndAnotherSeedOthers() {
        AppendRecord first = maker.next(0);
        assertThat(new RecordMaker(SIZE, 7).next(0).body()).isEqualTo(first.body());
        assertThat(new RecordMaker(SIZE, 8).next(0).body()).isNotEqualTo(first.body());
        assertThat(maker.next(0).body()).isNotEqualTo(first.body());
    }

    /** The values are those of the reference implementation in C, with seed 0. */
    @Test
    void theHashIsXxh3OverTheOneBeforeAndTheBody() {
        assertThat(new Chain(8).add(new byte[8])).isEqualTo(0xd0a66a65c7528968L);
        assertThat(new Chain(8).add("runnel".getBytes(US_ASCII))).isEqualTo(0x4eb4f81252754b77L);
        Chain chain = new Chain(8);
        chain.add(new byte[8]);
        assertThat(chain.add(ByteBuffer.wrap("runnel".getBytes(US_ASCII)))).isEqualTo(0xfe72f0f3033080b1L);
    }

    @Test
    void whatWasWrittenIsWhatIsRead() {
        List<AppendRecord> records = made(100);
        for (int i = 0; i < 100; i++) {
            read(i, records.get(i));
        }
        check.end(100, maker.lastHash());
        assertThat(check.records()).isEqualTo(100);
    }

    @Test
    void anotherSizeIsAMismatch() {
        AppendRecord record = maker.next(0);
        mismatches(
                () -> check.accept(0, record.headers(), ByteBuffer.wrap(record.body(), 1, 100)),
                "record 0",
                "its body has 100 bytes, 178 were written");
    }

    @Test
    void aFlippedBitIsAMismatch() {
        List<AppendRecord> records = made(3);
        read(0, records.get(0));
        records.get(1).body()[17] ^= 4;
        mismatches(() -> read(1, records.get(1)), "record 1", "its header has the hash", "comes to");
    }

    @Test
    void aMissingRecordIsAMismatch() {
        List<AppendRecord> records = made(3);
        read(0, records.get(0));
        mismatches(() -> read(2, records.get(2)), "record 2", "it came where record 1 was to come");
        mismatches(() -> read(1, records.get(2)), "record 1", "its header has the hash");
    }

    @Test
    void aRepeatedRecordIsAMismatch() {
        AppendRecord record = maker.next(0);
        read(0, record);
        mismatches(() -> read(1, record), "record 1", "it repeats the one before");
    }

    @Test
    void aRecordWithoutItsHashIsAMismatch() {
        AppendRecord record = maker.next(0);
        ByteBuffer body = ByteBuffer.wrap(record.body());
        mismatches(() -> check.accept(0, List.of(), body), "record 0", "one header named hash, and has []");
        mismatches(() -> check.accept(0, List.of(Header.of("hush", "12345678")), body), "[hush]");
        mismatches(() -> check.accept(0, List.of(Header.of("hash", "1234567")), body), "7 bytes");
    }

    @Test
    void anEndBeforeTheLastRecordIsAMismatch() {
        List<AppendRecord> records = made(2);
        read(0, records.get(0));
        mismatches(() -> check.end(2, maker.lastHash()), "ended before record 1, 2 records are durable");
        mismatches(() -> check.end(1, maker.lastHash()), "the last hash is");
    }
}
