package io.runnel.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The layout was seen in what another client's typed sessions write. */
class MessageFramingTest {
    /** What fits beside the four headers with a writer's name of twelve bytes. */
    private static final int CHUNK = 1_048_477;

    private final MessageFraming framing = new MessageFraming("writer-twelv", 0);
    private final MessageAssembler assembler = new MessageAssembler();
    private final List<SequencedRecord> stream = new ArrayList<>();

    @Test
    void headersAreThoseOfTheField() {
        List<AppendRecord> records = framing.split(new byte[2_500_000]);

        assertThat(records).extracting(record -> record.body().length).containsExactly(CHUNK, CHUNK, 403_046);
        assertThat(records.get(0).headers())
                .containsExactly(
                        header("_frame_records", number(3)),
                        header("_frame_bytes", number(2_500_000)),
                        header("_dedupe_seq", number(0)),
                        header("_writer_id", "writer-twelv".getBytes(UTF_8)));
        assertThat(records.get(2).headers())
                .containsExactly(
                        header("_dedupe_seq", number(2)), header("_writer_id", "writer-twelv".getBytes(UTF_8)));
        assertThat(records.get(0).meteredBytes()).isEqualTo(1 << 20);
    }

    @Property(tries = 50)
    void whatWasSplitIsPutTogetherAgain(@ForAll @IntRange(min = 1, max = 4 * CHUNK) int length, @ForAll long seed) {
        byte[] message = new byte[length];
        new Random(seed).nextBytes(message);

        assertThat(read(framing.split(message))).containsExactly(message);
    }

    @Test
    void aMessageIsReadOnceHoweverOftenItsRecordsWereAppended() {
        List<AppendRecord> one = framing.split(new byte[CHUNK + 1]);
        List<AppendRecord> two = framing.split(new byte[] {2});
        List<AppendRecord> appended = new ArrayList<>(one);
        appended.add(one.get(1));
        appended.addAll(one);
        appended.addAll(two);
        appended.addAll(two);

        assertThat(read(appended)).containsExactly(new byte[CHUNK + 1], new byte[] {2});
    }

    @Test
    void whatWasBegunAnewInTheMiddleIsWholeAllTheSame() {
        List<AppendRecord> one = framing.split(new byte[CHUNK + 1]);

        assertThat(read(List.of(one.get(0), one.get(0), one.get(1)))).containsExactly(new byte[CHUNK + 1]);
    }

    @Test
    void whatIsNoPartOfAWholeMessageIsPassedOver() {
        List<AppendRecord> cut = framing.split(new byte[2 * CHUNK + 1]);
        List<AppendRecord> whole = framing.split("whole".getBytes(UTF_8));
        AppendRecord foreign = AppendRecord.of("foreign");

        assertThat(read(List.of(cut.get(1), cut.get(2), foreign, cut.get(0), whole.get(0))))
                .as("the beginning is not there, and what comes after it is not the next")
                .containsExactly("whole".getBytes(UTF_8));
    }

    @Test
    void aMessageThatHasLostAPartIsNotMadeOfTheOthers() {
        List<AppendRecord> parts = framing.split(new byte[2 * CHUNK + 1]);
        List<AppendRecord> next = framing.split(new byte[] {1});

        assertThat(read(List.of(parts.get(0), parts.get(2), next.get(0)))).containsExactly(new byte[] {1});
    }

    @Test
    void commandsBetweenThePartsDoNoHarm() {
        List<AppendRecord> parts = framing.split(new byte[CHUNK + 1]);

        assertThat(read(List.of(parts.get(0), AppendRecord.trim(0), parts.get(1))))
                .hasSize(1);
    }

    @Test
    void writersMayFollowOneAnotherWithTheSameNumbers() {
        List<AppendRecord> first = framing.split(new byte[] {1});
        List<AppendRecord> second = new MessageFraming("another", 0).split(new byte[] {2});

        assertThat(read(List.of(first.get(0), second.get(0)))).containsExactly(new byte[] {1}, new byte[] {2});
    }

    @Test
    void messagesOfClientsThatDoNotNumberThemAreReadToo() {
        AppendRecord record = AppendRecord.of("a")
                .withHeaders(List.of(header("_frame_records", number(1)), header("_frame_bytes", number(1))));

        assertThat(read(List.of(record, record))).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, (100 << 20) + 1})
    void aSizeThatCannotBeIsAnError(long bytes) {
        AppendRecord record = AppendRecord.of("a")
                .withHeaders(List.of(header("_frame_records", number(1)), header("_frame_bytes", number(bytes))));

        assertThatThrownBy(() -> read(List.of(record)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("record 0 begins a message of " + Long.toUnsignedString(bytes) + " bytes");
    }

    @Test
    void emptyMessagesAreRefusedAndLeaveNoGap() {
        assertThatThrownBy(() -> framing.split(new byte[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> framing.split(new byte[MessageFraming.MAX_MESSAGE_BYTES + 1]))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(framing.split(new byte[1]).get(0).headers()).contains(header("_dedupe_seq", number(0)));
    }

    /** The messages of these records, each read as the next of one stream. */
    private List<byte[]> read(List<AppendRecord> records) {
        List<byte[]> messages = new ArrayList<>();
        for (AppendRecord record : records) {
            List<SequencedRecord> parts = assembler.add(sequenced(record));
            if (parts != null) {
                messages.add(MessageAssembler.join(parts));
            }
        }
        return messages;
    }

    private SequencedRecord sequenced(AppendRecord record) {
        SequencedRecord read = AsRead.record(stream.size(), record);
        stream.add(read);
        return read;
    }

    private static Header header(String name, byte[] value) {
        return Header.of(name.getBytes(UTF_8), value);
    }

    private static byte[] number(long value) {
        return ByteBuffer.allocate(8).putLong(value).array();
    }
}
