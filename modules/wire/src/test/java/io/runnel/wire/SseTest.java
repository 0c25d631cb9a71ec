package io.runnel.wire;

import static io.runnel.wire.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.model.AppendBatch;
import io.runnel.model.ErrorCode;
import io.runnel.model.Position;
import io.runnel.model.ReadRequest;
import io.runnel.model.ReadStart;
import io.runnel.model.RecordSlice;
import io.runnel.model.StreamError;
import io.runnel.model.Utf8;
import io.runnel.wire.Sse.LastEventId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 7.8 and 15.7, to the byte. */
class SseTest {
    @Test
    void writesBatchesWithIdsThatCount() {
        Sse sse = new Sse(RecordFormat.RAW, null);
        assertThat(text(sse.batch(List.of(slice(7, "a\né")), null))).isEqualTo("""
                        event: batch
                        id: 7,1,12
                        data: {"records":[{"seq_num":7,"timestamp":5,"body":"a\\né"}]}

                        """);
        assertThat(text(sse.batch(List.of(slice(8, "b"), slice(9, "")), new Position(10, 5))))
                .isEqualTo("""
                        event: batch
                        id: 9,3,29
                        data: {"records":[{"seq_num":8,"timestamp":5,"body":"b"},{"seq_num":9,"timestamp":5}],\
                        "tail":{"seq_num":10,"timestamp":5}}

                        """);
    }

    @Test
    void countsOnWhereTheClientLeftOff() throws Exception {
        Sse sse = new Sse(RecordFormat.BASE64, LastEventId.parse("4,5,100"));
        assertThat(text(sse.batch(List.of(slice(5, "hi")), null)))
                .startsWith("event: batch\nid: 5,6,110\ndata: ")
                .contains("\"body\":\"aGk=\"");
        Sse full = new Sse(RecordFormat.RAW, LastEventId.parse("4,18446744073709551615,18446744073709551610"));
        assertThat(text(full.batch(List.of(slice(-1, "")), null)))
                .contains("id: 18446744073709551615,18446744073709551615,18446744073709551615\n");
    }

    @Test
    void writesTheOtherEvents() {
        Sse sse = new Sse(RecordFormat.RAW, null);
        assertThat(text(sse.ping(1_755_768_600_000L, new Position(3, -1)))).isEqualTo("""
                        event: ping
                        data: {"timestamp":1755768600000,"tail":{"seq_num":3,"timestamp":18446744073709551615}}

                        """);
        assertThat(text(sse.error(StreamError.of(ErrorCode.UNAVAILABLE, "line\nbreak"))))
                .isEqualTo("""
                        event: error
                        data: {"code":"unavailable","message":"line\\nbreak"}

                        """);
        assertThat(text(sse.done())).isEqualTo("data: [DONE]\n\n");
    }

    @Test
    void resumesAfterTheLastRecordWithReducedBounds() throws Exception {
        ReadRequest original = new ReadRequest(new ReadStart.SeqNum(0), true, 8L, 150L, 9L, 3L);
        assertThat(LastEventId.parse("4,5,100").resume(original))
                .isEqualTo(new ReadRequest(new ReadStart.SeqNum(5), true, 3L, 50L, 9L, 3L));
        assertThat(LastEventId.parse("4,9,151").resume(original))
                .isEqualTo(new ReadRequest(new ReadStart.SeqNum(5), true, 0L, 0L, 9L, 3L));
        ReadRequest unbounded = new ReadRequest(new ReadStart.TailOffset(0), false, null, null, null, null);
        assertThat(LastEventId.parse("4,5,100").resume(unbounded))
                .isEqualTo(new ReadRequest(new ReadStart.SeqNum(5), false, null, null, null, null));
        ReadRequest huge = new ReadRequest(new ReadStart.TailOffset(0), false, -1L, null, null, null);
        assertThat(LastEventId.parse("4,5,100").resume(huge).count()).isEqualTo(-6L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abc",
                "1",
                "1,2",
                "1,2,3,4",
                "1, 2, 3",
                "1,2,",
                ",2,3",
                "-1,2,3",
                "1,2,18446744073709551616",
                "1,2,3 "
            })
    void refusesOtherIds(String header) {
        assertRefused(ErrorCode.BAD_HEADER, () -> LastEventId.parse(header)).contains("last-event-id");
    }

    private static RecordSlice slice(long seqNum, String body) {
        AppendBatch batch = new AppendBatch.Builder(0)
                .timestamp(5)
                .body(Utf8.bytes(body))
                .endRecord()
                .build()
                .valueOrNull();
        return Stored.sequence(batch, seqNum).slice();
    }

    private static String text(byte[] event) {
        return new String(event, StandardCharsets.UTF_8);
    }
}
