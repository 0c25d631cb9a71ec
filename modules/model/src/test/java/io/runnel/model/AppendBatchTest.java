package io.runnel.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AppendBatchTest {
    private static final byte[] EMPTY = new byte[0];

    @Test
    void refusesAnEmptyBatch() {
        assertThat(refusal(b -> {})).contains("must not be empty");
    }

    @Test
    void takesAThousandRecordsAndNotOneMore() {
        assertThat(batch(b -> records(b, 1000, 0)).count()).isEqualTo(1000);
        assertThat(refusal(b -> records(b, 1001, 0))).contains("1000").contains("1001");
    }

    @Test
    void takesARecordOfExactlyOneMebibyteMetered() {
        assertThat(batch(b -> records(b, 1, 1_048_568)).meteredBytes()).isEqualTo(1 << 20);
        assertThat(refusal(b -> records(b, 1, 1_048_569))).contains("1 MiB").contains("1048577");
    }

    @Test
    void takesABatchOfExactlyOneMebibyteMetered() {
        assertThat(batch(b -> records(b, 2, 524_280)).meteredBytes()).isEqualTo(1 << 20);
        assertThat(refusal(b -> records(b, 1, 524_281).body(new byte[524_280]).endRecord()))
                .contains("record batch");
    }

    @Test
    void metersRecordsByTheFormulaOfTheContract() {
        assertThat(batch(b -> b.endRecord()).meteredBytes()).isEqualTo(8);
        assertThat(batch(b -> b.header(EMPTY, Utf8.bytes("fence")).endRecord()).meteredBytes())
                .isEqualTo(15);
        assertThat(batch(b -> trim(b, 7)).meteredBytes()).isEqualTo(22);
    }

    @Test
    void refusesUnknownCommands() {
        assertThat(refusal(b -> b.header(EMPTY, EMPTY).endRecord())).contains("unknown command");
        assertThat(refusal(b -> b.header(EMPTY, Utf8.bytes("FENCE")).endRecord()))
                .contains("unknown command");
        assertThat(refusal(b -> b.header(EMPTY, Utf8.bytes("fences")).endRecord()))
                .contains("unknown command");
    }

    @Test
    void refusesAnEmptyNameAmongSeveralHeaders() {
        byte[] a = {'a'};
        assertThat(refusal(
                        b -> b.header(EMPTY, Utf8.bytes("fence")).header(a, a).endRecord()))
                .contains("empty name");
        assertThat(refusal(b -> b.header(a, a).header(EMPTY, a).endRecord())).contains("empty name");
    }

    @Test
    void reportsTheFirstBadRecordBeforeWhatIsWrongWithTheBatch() {
        assertThat(refusal(b -> {
                    b.header(EMPTY, EMPTY).endRecord();
                    records(b, 1001, 0);
                }))
                .contains("unknown command");
    }

    @Test
    void remembersFencesAndTrimsWithTheirPlaces() {
        AppendBatch batch = batch(b -> {
            b.body(new byte[3]).endRecord();
            b.header(EMPTY, Utf8.bytes("fence")).body(Utf8.bytes("tok")).endRecord();
            trim(b, -1);
        });
        assertThat(batch.commands())
                .containsExactly(new Command.Fence(1, new FencingToken("tok")), new Command.Trim(2, -1));
    }

    @Test
    void refusesMalformedCommandBodies() {
        assertThat(refusal(b ->
                        b.header(EMPTY, Utf8.bytes("trim")).body(new byte[7]).endRecord()))
                .contains("8 bytes");
        assertThat(refusal(b ->
                        b.header(EMPTY, Utf8.bytes("fence")).body(new byte[37]).endRecord()))
                .contains("36 bytes");
        assertThat(refusal(b -> b.header(EMPTY, Utf8.bytes("fence"))
                        .body(new byte[] {(byte) 0xFF})
                        .endRecord()))
                .contains("UTF-8");
    }

    @Test
    void carriesNothingFromOneRecordIntoTheNext() {
        AppendBatch batch = batch(b -> {
            b.header(EMPTY, Utf8.bytes("fence")).body(Utf8.bytes("x")).endRecord();
            b.endRecord();
        });
        StoredBatch stored =
                batch.sequence(0, 0, TimestampingMode.ARRIVAL, false, 5).valueOrNull();
        RecordCursor cursor = new RecordCursor(stored.slice());
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.headerCount()).isZero();
        assertThat(cursor.bodyLength()).isZero();
        assertThat(cursor.next()).isFalse();
    }

    @Test
    void writesRecordsInTheFormAReaderIsSent() {
        StoredBatch stored = batch(b -> b.timestamp(7)
                        .header(new byte[] {'k'}, new byte[] {'v'})
                        .body(Utf8.bytes("hi"))
                        .endRecord())
                .sequence(300, 0, TimestampingMode.CLIENT_PREFER, true, 1)
                .valueOrNull();
        assertThat(stored.records()).isEqualTo(new byte[] {
            0x0A,
            17, // records
            0x08,
            (byte) 0xAC,
            0x02, // seq_num 300
            0x10,
            7, // timestamp
            0x1A,
            6,
            0x0A,
            1,
            'k',
            0x12,
            1,
            'v', // headers
            0x22,
            2,
            'h',
            'i' // body
        });
    }

    @Test
    void largeBodiesComeOutInTheirPlaces() {
        byte[] large = bytes(AppendBatch.LARGE_BODY_BYTES);
        byte[] nearly = bytes(AppendBatch.LARGE_BODY_BYTES - 1);
        AppendBatch batch = batch(b -> {
            for (int i = 0; i < 20; i++) {
                b.header(new byte[] {'k'}, new byte[] {(byte) i});
                b.body(large, 1, large.length - 1).body(i % 3 == 0 ? nearly : large);
                b.endRecord().endRecord();
            }
        });
        StoredBatch stored =
                batch.sequence(1, 0, TimestampingMode.ARRIVAL, false, 5).valueOrNull();
        RecordCursor cursor = new RecordCursor(stored.slice());
        for (int i = 0; i < 20; i++) {
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.nextHeader()).isTrue();
            assertThat(cursor.array()[cursor.valueOffset()]).isEqualTo((byte) i);
            int end = cursor.bodyOffset() + cursor.bodyLength();
            assertThat(Arrays.copyOfRange(cursor.array(), cursor.bodyOffset(), end))
                    .isEqualTo(i % 3 == 0 ? nearly : large);
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.bodyLength()).isZero();
        }
        assertThat(cursor.next()).isFalse();
    }

    @Test
    void theBatchMadeOfItsPartsIsTheSame() {
        AppendBatch batch = batch(b -> b.timestamp(3)
                .body(bytes(AppendBatch.LARGE_BODY_BYTES))
                .endRecord()
                .header(new byte[] {'k'}, new byte[] {'v'})
                .body(bytes(3))
                .endRecord()
                .body(bytes(2 * AppendBatch.LARGE_BODY_BYTES))
                .endRecord());
        assertThat(records(AppendBatch.of(batch.parts()))).isEqualTo(records(batch));
    }

    private static byte[] records(AppendBatch batch) {
        return batch.sequence(7, 0, TimestampingMode.CLIENT_PREFER, false, 5)
                .valueOrNull()
                .records();
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static void trim(AppendBatch.Builder b, long point) {
        b.header(EMPTY, Utf8.bytes("trim"))
                .body(ByteBuffer.allocate(8).putLong(point).array())
                .endRecord();
    }

    private static AppendBatch.Builder records(AppendBatch.Builder b, int count, int bodyBytes) {
        byte[] body = new byte[bodyBytes];
        Arrays.fill(body, (byte) 'x');
        for (int i = 0; i < count; i++) {
            b.body(body).endRecord();
        }
        return b;
    }

    private static AppendBatch batch(Consumer<AppendBatch.Builder> records) {
        AppendBatch.Builder builder = new AppendBatch.Builder(0);
        records.accept(builder);
        return builder.build().valueOrNull();
    }

    private static String refusal(Consumer<AppendBatch.Builder> records) {
        AppendBatch.Builder builder = new AppendBatch.Builder(0);
        records.accept(builder);
        StreamError error = builder.build().errorOrNull();
        assertThat(error.status()).isEqualTo(422);
        return ((StreamError.Coded) error).message();
    }
}
