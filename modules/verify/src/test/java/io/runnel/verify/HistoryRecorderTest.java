package io.runnel.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runnel.histories.Answer;
import io.runnel.histories.Call;
import io.runnel.histories.Linearizability;
import io.runnel.histories.LogCheck;
import io.runnel.histories.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes over the wire reaches the checkers as it is: every byte of it, and every command, counts. */
class HistoryRecorderTest {
    private final HistoryRecorder recorder = new HistoryRecorder("s");
    private final Written written = Written.data(1, 0, 2, 30).thenFence("token");
    private final List<Item> items = new ArrayList<>();

    HistoryRecorderTest() {
        for (Written.Content content : written.records()) {
            List<Item.Header> headers = content.kind() == Written.Kind.DATA
                    ? Collections.emptyList()
                    : List.of(new Item.Header("", "fence"));
            items.add(new Item(items.size(), 1000, headers, content.body()));
        }
        int append = recorder.called(1, HistoryRecorder.append(written, Call.Append.ANY, null, 0));
        recorder.answered(append, HistoryRecorder.acknowledged(new Ack(at(0), at(3), at(3))));
    }

    @Test
    void whatWasWrittenIsWhatIsRead() {
        read();
        assertVerdict(Verdict.Kind.POSSIBLE);
    }

    @Test
    void oneOtherByteIsAnotherRecord() {
        Item item = items.get(1);
        items.set(1, new Item(1, 1000, item.headers(), item.bytes() + " "));
        read();
        assertVerdict(Verdict.Kind.VIOLATION);
    }

    @Test
    void aFenceIsNotADataRecord() {
        items.set(2, new Item(2, 1000, Collections.emptyList(), items.get(2).bytes()));
        read();
        assertVerdict(Verdict.Kind.VIOLATION);
    }

    @Test
    void aFenceIsInForce() {
        Written late = Written.data(2, 0, 1, 30);
        int append = recorder.called(1, HistoryRecorder.append(late, Call.Append.ANY, "", 0));
        recorder.answered(append, HistoryRecorder.acknowledged(new Ack(at(3), at(4), at(4))));
        assertVerdict(Verdict.Kind.VIOLATION);
    }

    @Test
    void aTailThatGoesBackIsSeen() {
        int tail = recorder.called(2, Call.CheckTail.CHECK_TAIL);
        recorder.answered(tail, new Answer.TailIs(0));
        assertVerdict(Verdict.Kind.VIOLATION);
    }

    @Test
    void aGapIsSeenAtOnce() {
        items.remove(1);
        assertThatThrownBy(this::read).hasMessageContaining("record 2 follows 0");
    }

    private void read() {
        int read = recorder.called(2, new Call.Read(0, 10));
        recorder.answered(read, HistoryRecorder.found(0, items));
    }

    private static Position at(long seqNum) {
        return new Position(seqNum, 1000);
    }

    private void assertVerdict(Verdict.Kind expected) {
        assertThat(LogCheck.check(recorder.history()).kind()).isEqualTo(expected);
        assertThat(Linearizability.check(recorder.history()).kind()).isEqualTo(expected);
    }
}
