package io.runnel.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The judge of the kill -9 tests must not let anything pass. */
class StreamHistoryTest {
    private static final long SESSION = 1;

    private final StreamHistory history = new StreamHistory("stream");
    private final List<Item> stored = new ArrayList<>();
    private long ids;

    @Test
    void acceptsWhatWasAcknowledged() {
        acknowledged(3);
        acknowledged(2);

        assertThatCode(this::checkAll).doesNotThrowAnyException();
        assertThat(history.unseenFrom()).isEqualTo(5);
    }

    @Test
    void acceptsAnUnknownOutcomeEitherWay() {
        acknowledged(1);
        store(attempt(2));
        attempt(2);

        assertThatCode(this::checkAll).doesNotThrowAnyException();
    }

    @Test
    void acceptsWhatAnEarlierCheckHasSeenAndMore() {
        acknowledged(3);
        checkAll();
        acknowledged(2);

        assertThatCode(() -> history.check(3, stored.subList(3, 5), tail())).doesNotThrowAnyException();
        assertThatCode(this::checkAll).doesNotThrowAnyException();
    }

    @Test
    void seesTheLossOfAnAcknowledgedBatchAtTheEnd() {
        acknowledged(3);
        acknowledged(2);
        stored.subList(3, 5).clear();

        assertViolation("acknowledged batch 2 is lost");
    }

    @Test
    void seesTheLossOfABatchThatAnEarlierCheckHasSeen() {
        acknowledged(3);
        store(attempt(2));
        checkAll();
        stored.subList(3, 5).clear();

        assertViolation("the tail was 5");
    }

    @Test
    void seesALossThatOthersHaveMovedInto() {
        acknowledged(3);
        Written lost = attempt(2);
        history.acknowledged(lost, new Ack(at(3), at(5), at(5)));
        store(attempt(2, 2));

        assertViolation("acknowledged batch 2 is lost");
    }

    @Test
    void seesAGap() {
        acknowledged(3);
        stored.remove(1);

        assertViolation("number 2 follows 0");
    }

    @Test
    void seesALossAtTheStart() {
        acknowledged(1);
        acknowledged(2);
        stored.remove(0);

        assertViolation("begins at 1");
    }

    @Test
    void seesARepetition() {
        acknowledged(2);
        store(history(1));

        assertViolation("batch 1 is at 0 and at 2");
    }

    @Test
    void seesAChangeOfOrderInASession() {
        Written first = attempt(2);
        Written second = attempt(1);
        store(second);
        store(first);

        assertViolation("have changed places");
    }

    @Test
    void seesAHoleInASession() {
        attempt(2);
        store(attempt(1));

        assertViolation("batch 2 is there and batch 1 before it in the session is not");
    }

    @Test
    void acceptsAHoleBetweenSessions() {
        attempt(2);
        store(attempt(1, 2));

        assertThatCode(this::checkAll).doesNotThrowAnyException();
    }

    @Test
    void seesATornEnd() {
        store(attempt(3));
        stored.remove(2);

        assertViolation("torn");
    }

    @Test
    void seesATornMiddle() {
        store(attempt(3));
        stored.remove(2);
        store(attempt(2));

        assertViolation("torn");
    }

    @Test
    void seesATornBeginning() {
        store(attempt(3));
        stored.remove(0);
        renumber();

        assertViolation("torn");
    }

    @Test
    void seesAChangedBody() {
        acknowledged(3);
        Item item = stored.get(1);
        stored.set(
                1,
                new Item(
                        item.seqNum(),
                        item.timestamp(),
                        item.headers(),
                        item.bytes().replace('a', 'b') + "x"));

        assertViolation("changed at record 1");
    }

    @Test
    void seesATimestampThatDiffersFromTheAcknowledgement() {
        acknowledged(3);
        for (int i = 0; i < 3; i++) {
            shift(i, 1);
        }

        assertViolation("was acknowledged as");
    }

    @Test
    void seesATimestampThatHasChanged() {
        store(attempt(3));
        checkAll();
        shift(1, -3);
        shift(0, -3);

        assertViolation("timestamp of record 0 has changed");
    }

    @Test
    void seesTimestampsThatGoBack() {
        acknowledged(3);
        shift(1, -50);

        assertViolation("timestamp of 1 is less");
    }

    @Test
    void seesWhatNobodySent() {
        store(Written.data(99, SESSION, 1, 10));

        assertViolation("belongs to no batch");
    }

    @Test
    void seesWhatHadToBeRefused() {
        Written refused = Written.data(++ids, SESSION, 1, 10).asForbidden();
        history.attempted(refused);
        store(refused);

        assertViolation("had to be refused and is there");
        assertThatThrownBy(() -> history.acknowledged(refused, new Ack(at(0), at(1), at(1))))
                .hasMessageContaining("had to be refused and was acknowledged");
    }

    @Test
    void seesTheReturnOfABatchThatWasNotThere() {
        Written late = attempt(1);
        checkAll();
        store(late);

        assertViolation("was not there after an earlier crash");
    }

    @Test
    void seesATailThatIsNotTheEnd() {
        acknowledged(3);

        assertThatThrownBy(() -> history.check(0, stored, at(4))).hasMessageContaining("the tail is");
        assertThatThrownBy(() -> history.check(0, stored, new Position(3, 5))).hasMessageContaining("the tail is");
    }

    @Test
    void seesAnAcknowledgementOfAnotherSize() {
        Written written = attempt(3);

        assertThatThrownBy(() -> history.acknowledged(written, new Ack(at(0), at(2), at(2))))
                .hasMessageContaining("of 3 records was acknowledged as");
    }

    @Test
    void knowsTokenAndTrimPointOfWhatIsThere() {
        acknowledged(3);
        checkAll();
        store(attempted(data(1).thenFence("one").thenTrim(2)));
        attempted(data(1).thenFence("two").thenTrim(3));
        checkAll();

        assertThat(history.fencingToken()).isEqualTo("one");
        assertThat(history.trimPoint()).isEqualTo(2);
    }

    @Test
    void acceptsTheRestOfATrimmedBatch() {
        acknowledged(3);
        checkAll();
        store(attempted(data(1).thenTrim(2)));
        stored.subList(0, 2).clear();

        assertThatCode(this::checkAll).doesNotThrowAnyException();
    }

    @Test
    void seesATrimThatGoesTooFar() {
        acknowledged(3);
        checkAll();
        store(attempted(data(1).thenTrim(1)));
        stored.subList(0, 2).clear();

        assertViolation("nobody has trimmed beyond 1");
    }

    // the stream as a correct server keeps it

    private void acknowledged(int count) {
        Written written = attempt(count);
        long start = next();
        store(written);
        history.acknowledged(written, new Ack(stamped(start), end(), end()));
    }

    private Position stamped(long seqNum) {
        return new Position(seqNum, timestamp(seqNum));
    }

    private Position end() {
        return new Position(next(), timestamp(next() - 1));
    }

    private Written attempt(int count) {
        return attempt(count, SESSION);
    }

    private Written attempt(int count, long session) {
        return attempted(Written.data(++ids, session, count, 30));
    }

    private Written data(int count) {
        return Written.data(++ids, SESSION, count, 30);
    }

    private Written attempted(Written written) {
        history.attempted(written);
        return written;
    }

    /** The batch of this number, once more. */
    private static Written history(long id) {
        return Written.data(id, SESSION, 2, 30);
    }

    private void store(Written written) {
        for (Written.Content content : written.records()) {
            String command = content.kind() == Written.Kind.FENCE ? "fence" : "trim";
            List<Item.Header> headers = content.kind() == Written.Kind.DATA
                    ? Collections.emptyList()
                    : List.of(new Item.Header("", command));
            stored.add(new Item(next(), timestamp(next()), headers, content.body()));
        }
    }

    private void renumber() {
        List<Item> old = List.copyOf(stored);
        stored.clear();
        for (Item item : old) {
            stored.add(new Item(next(), timestamp(next()), item.headers(), item.bytes()));
        }
    }

    private void shift(int index, long millis) {
        Item item = stored.get(index);
        stored.set(index, new Item(item.seqNum(), item.timestamp() + millis, item.headers(), item.bytes()));
    }

    private long next() {
        return stored.isEmpty() ? 0 : stored.get(stored.size() - 1).seqNum() + 1;
    }

    private static long timestamp(long seqNum) {
        return 1000 + 10 * seqNum;
    }

    private static Position at(long seqNum) {
        return new Position(seqNum, timestamp(seqNum));
    }

    private Position tail() {
        return stored.isEmpty()
                ? Position.START
                : new Position(next(), stored.get(stored.size() - 1).timestamp());
    }

    private void checkAll() {
        history.check(0, stored, tail());
    }

    private void assertViolation(String message) {
        assertThatThrownBy(this::checkAll).isInstanceOf(AssertionError.class).hasMessageContaining(message);
    }
}
