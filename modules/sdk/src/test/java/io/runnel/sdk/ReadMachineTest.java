package io.runnel.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReadMachineTest implements ReadMachine.Driver {
    private static final RetryPolicy PATIENT =
            RetryPolicy.DEFAULT.withMaxAttempts(3).withDelays(Duration.ofMillis(100), Duration.ofMillis(100));
    private final RunnelException cut = new ConnectionException("cut", null, false);

    private final List<ReadOptions> connects = new ArrayList<>();
    private final List<Long> delivered = new ArrayList<>();
    private long alarm = Long.MAX_VALUE;
    private int disconnects;
    private int retirements;
    private boolean caughtUp;
    private boolean ended;
    private @Nullable RunnelException failure;
    private ReadMachine machine;

    private void start(ReadOptions options, RetryPolicy retry) {
        machine = new ReadMachine(this, retry, seconds(8), ReadSessionOptions.of(options), () -> 0.0);
        machine.start(0);
    }

    private static long seconds(double count) {
        return (long) (count * TimeUnit.SECONDS.toNanos(1));
    }

    private static List<String> bodies(int count) {
        return LongStream.range(0, count).mapToObj(Long::toString).toList();
    }

    private ReadOptions lastConnect() {
        return connects.get(connects.size() - 1);
    }

    private void reconnect(double at) {
        machine.failed(cut, seconds(at));
        machine.wake(alarm);
    }

    @Test
    void goesOnBehindTheLastRecordWithWhatIsLeftOfItsBounds() {
        start(
                ReadOptions.from(ReadStart.timestamp(7))
                        .withClamp(true)
                        .withCount(10)
                        .withBytes(1000),
                PATIENT);
        machine.opened(0);
        machine.received(ReadRecords.batch(40, bodies(3), null), false, seconds(1));
        reconnect(2);
        assertThat(lastConnect().start()).isEqualTo(ReadStart.seqNum(43));
        assertThat(lastConnect().clamp()).isFalse();
        assertThat(lastConnect().count()).isEqualTo(7);
        assertThat(lastConnect().bytes()).isEqualTo(1000 - 3 * 9);
    }

    @Test
    void aConnectionThatIsSilentIsUsedByNobodyNewAndOneThatBrokeNeedNotBe() {
        start(ReadOptions.from(ReadStart.tail()), PATIENT);
        reconnect(1);
        assertThat(retirements).isZero();
        machine.wake(alarm);
        assertThat(retirements).as("it was not accepted in time").isEqualTo(1);
        machine.wake(alarm);
        machine.opened(alarm);
        machine.wake(alarm);
        assertThat(retirements).as("nothing came in time").isEqualTo(2);
    }

    @Test
    void asksTheSameAgainIfNothingHasComeYet() {
        start(ReadOptions.from(ReadStart.tailOffset(5)), PATIENT);
        machine.opened(0);
        reconnect(1);
        assertThat(lastConnect()).isEqualTo(connects.get(0));
    }

    @Test
    void aHeartbeatSaysWhereTheReadIsSoThatARelativeStartIsNotTakenTwice() {
        start(ReadOptions.from(ReadStart.tail()), PATIENT);
        machine.opened(0);
        machine.received(ReadRecords.heartbeat(12), false, seconds(1));
        assertThat(caughtUp).isTrue();
        reconnect(2);
        assertThat(caughtUp).isFalse();
        assertThat(lastConnect().start()).isEqualTo(ReadStart.seqNum(12));
    }

    @Test
    void neitherHeartbeatsNorReconnectionsProlongTheWait() {
        start(ReadOptions.from(ReadStart.tail()).withWait(Duration.ofSeconds(30)), PATIENT);
        machine.opened(0);
        machine.received(ReadRecords.heartbeat(0), false, seconds(1));
        machine.received(ReadRecords.heartbeat(0), false, seconds(14));
        reconnect(15);
        assertThat(lastConnect().waitFor()).isEqualTo(Duration.ofSeconds(16));
        machine.opened(seconds(15.2));
        machine.received(ReadRecords.heartbeat(0), false, seconds(15.3));
        machine.received(ReadRecords.heartbeat(0), false, seconds(29));
        reconnect(29);
        assertThat(lastConnect().waitFor()).isEqualTo(Duration.ofSeconds(2));
        machine.opened(seconds(29.2));
        machine.wake(seconds(32));
        assertThat(ended).isTrue();
        assertThat(failure).isNull();
    }

    @Test
    void aBatchBeginsTheWaitAnew() {
        start(ReadOptions.from(ReadStart.tail()).withWait(Duration.ofSeconds(10)), PATIENT);
        machine.opened(0);
        machine.received(ReadRecords.heartbeat(0), false, seconds(1));
        machine.received(ReadRecords.batch(0, bodies(1), new Position(1, 0)), false, seconds(9));
        reconnect(10);
        assertThat(lastConnect().waitFor()).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void aWaitThatIsOverWhileDisconnectedIsAskedForOnceMoreWithoutWaiting() {
        start(ReadOptions.from(ReadStart.tail()).withWait(Duration.ofSeconds(3)), PATIENT);
        machine.opened(0);
        machine.received(ReadRecords.heartbeat(5), false, seconds(1));
        machine.failed(cut, seconds(3.99));
        machine.wake(alarm);
        assertThat(lastConnect().waitFor()).isEqualTo(Duration.ZERO);
        machine.failed(new RangeNotSatisfiableException(new Position(5, 0)), seconds(4.2));
        assertThat(ended).isTrue();
        assertThat(failure).isNull();
    }

    @Test
    void silenceOfTwentySecondsIsAFailureUnlessTheConsumerIsSlow() {
        start(ReadOptions.from(ReadStart.tail()), PATIENT);
        machine.opened(0);
        machine.paused(true, seconds(5));
        assertThat(alarm).isEqualTo(Long.MAX_VALUE);
        machine.paused(false, seconds(100));
        assertThat(alarm).isEqualTo(seconds(120));
        machine.wake(seconds(120));
        assertThat(disconnects).isEqualTo(1);
        assertThat(ended).isFalse();
    }

    @Test
    void whatWasReadToItsEndEndsThoughTheEndWasCutOff() {
        start(ReadOptions.from(ReadStart.beginning()).withCount(2), PATIENT);
        machine.opened(0);
        machine.received(ReadRecords.batch(0, bodies(2), null), false, 0);
        machine.failed(cut, 1);
        assertThat(ended).isTrue();
        assertThat(failure).isNull();
    }

    @Test
    void aStreamThatHasBecomeShorterIsAFailure() {
        start(ReadOptions.from(ReadStart.beginning()), PATIENT);
        machine.opened(0);
        machine.received(ReadRecords.batch(0, bodies(5), null), false, 0);
        reconnect(1);
        machine.failed(new RangeNotSatisfiableException(new Position(2, 0)), seconds(2));
        assertThat(failure).isInstanceOf(RangeNotSatisfiableException.class);
    }

    @Test
    void theBudgetOfAttemptsBeginsAnewWithAnythingThatComes() {
        start(ReadOptions.from(ReadStart.beginning()), PATIENT);
        for (int i = 0; i < 20; i++) {
            machine.opened(seconds(i));
            machine.received(ReadRecords.batch(i, bodies(1), null), false, seconds(i));
            reconnect(i);
            machine.failed(cut, seconds(i + 0.5));
            assertThat(ended).isFalse();
            machine.wake(alarm);
        }
        machine.failed(cut, seconds(21));
        assertThat(failure).isSameAs(cut);
    }

    @Test
    void adviceIsFollowedOnceAMinute() {
        start(ReadOptions.from(ReadStart.beginning()), PATIENT);
        machine.opened(0);
        machine.received(ReadRecords.batch(0, bodies(1), null), true, seconds(1));
        assertThat(connects).hasSize(2);
        assertThat(lastConnect().start()).isEqualTo(ReadStart.seqNum(1));
        machine.opened(seconds(2));
        machine.received(ReadRecords.batch(1, bodies(1), null), true, seconds(3));
        assertThat(connects).hasSize(2);
        machine.received(ReadRecords.batch(2, bodies(1), null), true, seconds(62));
        assertThat(connects).hasSize(3);
    }

    @Test
    void nothingIsDeliveredAfterTheEnd() {
        start(ReadOptions.from(ReadStart.beginning()), PATIENT);
        machine.opened(0);
        machine.close(1);
        machine.received(ReadRecords.batch(0, bodies(1), null), false, 2);
        machine.failed(cut, 3);
        assertThat(delivered).isEmpty();
        assertThat(failure).isNull();
    }

    @Property(tries = 500)
    void everyRecordComesOnceAndInOrderWhereverConnectionsBreak(@ForAll long seed) {
        connects.clear();
        delivered.clear();
        ended = false;
        Random random = new Random(seed);
        int records = 200;
        long count = random.nextInt(records);
        start(ReadOptions.from(ReadStart.seqNum(random.nextInt(50))).withCount(count), PATIENT.withMaxAttempts(99));
        long first = ((ReadStart.SeqNum) connects.get(0).start()).seqNum();
        long now = 0;
        int connection = 0;
        while (!ended) {
            ReadOptions asked = lastConnect();
            long at = ((ReadStart.SeqNum) asked.start()).seqNum();
            long left = asked.count();
            connection = connects.size();
            machine.opened(++now);
            while (!ended && connects.size() == connection) {
                int size = (int) Math.min(Math.min(1 + random.nextInt(9), left), records - at);
                if (random.nextInt(4) == 0) {
                    machine.failed(cut, ++now);
                    now = Math.max(now, alarm);
                    machine.wake(now);
                } else if (size <= 0) {
                    machine.endedByServer(++now);
                } else {
                    machine.received(ReadRecords.batch(at, bodies(size), null), random.nextInt(9) == 0, ++now);
                    at += size;
                    left -= size;
                }
            }
        }
        assertThat(failure).isNull();
        assertThat(delivered)
                .containsExactlyElementsOf(LongStream.range(first, Math.min(records, first + count))
                        .boxed()
                        .toList());
    }

    @Override
    public void connect(ReadOptions options) {
        connects.add(options);
    }

    @Override
    public void disconnect() {
        disconnects++;
    }

    @Override
    public void retire() {
        retirements++;
    }

    @Override
    public void wakeAt(long nanos) {
        alarm = nanos;
    }

    @Override
    public void deliver(ReadBatch batch) {
        batch.records().forEach(each -> delivered.add(each.seqNum()));
    }

    @Override
    public void caughtUp(boolean reached) {
        caughtUp = reached;
    }

    @Override
    public void retrying(RunnelException why) {}

    @Override
    public void ended(@Nullable RunnelException why) {
        ended = true;
        failure = why;
    }
}
