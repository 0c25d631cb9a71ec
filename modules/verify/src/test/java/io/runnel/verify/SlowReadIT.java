package io.runnel.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Contract 13.3, the rows that are about waiting; they wait side by side. */
@Execution(ExecutionMode.CONCURRENT)
class SlowReadIT extends OverBoth {

    @Test
    void case060_aUnaryReadWaitsAMinuteAtMost() {
        Stream stream = stream();
        Exchange exchange = client.connect().send(stream.reading("seq_num=0&wait=3600"));
        Duration taken = timed(() ->
                Response.collect(exchange.answer(), Duration.ofSeconds(90)).isJson(200, "{\"records\":[]}"));
        assertThat(taken).isBetween(Duration.ofSeconds(58), Duration.ofSeconds(75));
    }

    @Test
    void case088b_aReaderThatStopsHoldsNobodyUpAndMissesNothing() {
        Stream stream = stream();
        Session slow = stream.readSession("");
        slow.heartbeat();
        slow.exchange().pause();
        String padding = "p".repeat(50_000);
        for (int i = 0; i < 200; i++) {
            Input batch = Input.of(i + ":" + padding, i + "b:" + padding);
            assertThat(timed(() -> stream.append(batch).is(200))).isLessThan(Duration.ofSeconds(5));
        }
        Eventually.pause(Duration.ofSeconds(2));
        slow.exchange().resume();
        long next = 0;
        Batch last = slow.batch();
        while (next < 400 || !last.isHeartbeat()) {
            assertThat(last.seqNums())
                    .isEqualTo(Batch.range(next, next + last.records().size()));
            next += last.records().size();
            last = slow.batch();
        }
        assertThat(last.tail()).isEqualTo(stream.tail());
        stream.add("live again");
        assertThat(slow.batch().texts()).containsExactly("live again");
    }

    @Test
    void case088c_aBusyFollowNeedsNoHeartbeat() {
        Stream stream = stream();
        Session session = stream.readSession("");
        session.heartbeat();
        for (int i = 0; i < 5; i++) {
            Eventually.pause(Duration.ofSeconds(4));
            stream.add("x");
            assertThat(session.batch().seqNums()).containsExactly((long) i);
        }
    }

    @Test
    void heartbeatsComeEvery5To15Seconds() {
        Stream stream = stream().fill(3);
        Session session = stream.readSession("");
        Sse sse = stream.sse("");
        session.heartbeat();
        sse.ping();
        List<Duration> pauses = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            pauses.add(timed(() -> assertThat(session.heartbeat()).isEqualTo(stream.tail())));
        }
        assertThat(pauses).allSatisfy(pause -> assertThat(pause).isBetween(millis(4_900), millis(15_500)));
        for (int i = 0; i < 3; i++) {
            assertThat(sse.ping().seqNum()).isEqualTo(3);
        }
    }

    @Test
    void heartbeatsDoNotExtendTheWait() {
        Session session = stream().readSession("wait=18");
        session.heartbeat();
        long start = System.nanoTime();
        session.heartbeat();
        Batch more;
        while (session.answer().hasMore()) {
            more = session.batch();
            assertThat(more.isHeartbeat()).isTrue();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(millis(17_500), millis(21_000));
    }
}
