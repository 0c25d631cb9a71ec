package io.runnel.sdk.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.sdk.AppendAck;
import io.runnel.sdk.AppendInput;
import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.AppendSession;
import io.runnel.sdk.AppendSessionOptions;
import io.runnel.sdk.AppendTicket;
import io.runnel.sdk.HttpVersion;
import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.StreamClient;
import io.runnel.testkit.Direction;
import io.runnel.testkit.Fault;
import io.runnel.testkit.FaultProxy;
import io.runnel.testkit.RunnelTest;
import io.runnel.testkit.TestBasin;
import io.runnel.testkit.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An append session that appends exactly once does so wherever its connections fail: what is acknowledged is there, once, in
 * order, and at the number it was acknowledged with. {@code -Drunnel.faults.seed=N} repeats an earlier run.
 */
@RunnelTest
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class AppendSessionFaultsIT {
    private static final int BATCHES = 4;
    private static final int RECORDS_OF_A_BATCH = 3;
    private static final int SLOW = 30;

    private final long seed = Long.getLong("runnel.faults.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @ParameterizedTest
    @EnumSource(
            value = HttpVersion.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void nothingIsThereTwiceOrLostWhereverAConnectionFails(HttpVersion version, TestBasin basin, FaultProxy faults)
            throws Exception {
        int number = 0;
        for (Fault fault : places(version, basin)) {
            faults.plan(fault);
            appendsExactlyOnce(version, basin, "s-" + number++, version + " " + fault + ", seed " + seed);
            faults.restore();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = HttpVersion.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void nothingIsThereTwiceOrLostWhenOneConnectionAfterTheOtherFails(
            HttpVersion version, TestBasin basin, FaultProxy faults) throws Exception {
        List<Fault> places = places(version, basin);
        for (int round = 0; round < 25; round++) {
            List<Fault> planned = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                planned.add(places.get(random.nextInt(places.size())));
                faults.plan(planned.get(i));
            }
            appendsExactlyOnce(version, basin, "s-" + round, version + " " + planned + ", seed " + seed);
            faults.restore();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = HttpVersion.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void nothingIsThereTwiceOrLostOverASlowNetworkThatBreaks(HttpVersion version, TestBasin basin, FaultProxy faults)
            throws Exception {
        for (int round = 0; round < 10; round++) {
            faults.delay(Duration.ofMillis(random.nextInt(20)));
            faults.throttle(20_000 + random.nextInt(100_000));
            Thread breaking = new Thread(() -> {
                for (int i = 0; i < 3; i++) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20 + random.nextInt(60)));
                    faults.reset();
                }
            });
            breaking.start();
            appendsExactlyOnce(version, basin, "s-" + round, version + " round " + round + ", seed " + seed);
            breaking.join();
            faults.restore();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = HttpVersion.class,
            names = {"HTTP_1_1", "HTTP_2"})
    @RunnelTest(ownServer = true)
    void nothingIsThereTwiceOrLostAcrossARestartOfTheServer(
            HttpVersion version, TestBasin basin, FaultProxy faults, TestServer server) throws Exception {
        for (int round = 0; round < 3; round++) {
            Thread restarting = new Thread(() -> {
                faults.reset();
                server.restart(TestServer.Data.KEPT);
            });
            try (RunnelClient client = Clients.patient(version, faults);
                    Appending appending = new Appending(client.basin(basin.name()).stream("s-" + round))) {
                appending.submit(BATCHES);
                restarting.start();
                appending.submit(20 * BATCHES);
                appending.check("restart, seed " + seed);
            }
            restarting.join();
        }
    }

    private static void appendsExactlyOnce(HttpVersion version, TestBasin basin, String name, String at)
            throws Exception {
        try (RunnelClient client = Clients.patient(version, basin.faults());
                Appending appending = new Appending(client.basin(basin.name()).stream(name))) {
            appending.submit(BATCHES);
            appending.check(at);
        }
    }

    /**
     * Of one session over connections that live: all places where they can be reset, and for what takes until a deadline to be
     * noticed some of them, by chance.
     */
    private List<Fault> places(HttpVersion version, TestBasin basin) throws Exception {
        List<Fault> quick = new ArrayList<>();
        List<Fault> slow = new ArrayList<>();
        List<byte[]> markers = new ArrayList<>();
        for (int i = 0; i < BATCHES * RECORDS_OF_A_BATCH; i += RECORDS_OF_A_BATCH) {
            markers.add(Appending.body(i).getBytes(UTF_8));
        }
        try (FaultProxy recorded = FaultProxy.recordingBefore(basin.endpoint());
                RunnelClient client = Clients.patient(version, recorded);
                Appending appending = new Appending(client.basin(basin.name()).stream("recorded"))) {
            appending.submit(BATCHES);
            appending.check("nothing fails");
            for (int connection = 0; connection < recorded.connections(); connection++) {
                CutPoints points = new CutPoints(recorded, connection, random);
                for (Direction direction : Direction.values()) {
                    quick.addAll(points.faults(Fault.Kind.RESET, direction, markers));
                    for (Fault.Kind kind : List.of(Fault.Kind.END, Fault.Kind.HALF_CLOSE, Fault.Kind.STALL)) {
                        slow.addAll(points.faults(kind, direction, markers));
                    }
                }
            }
        }
        Collections.shuffle(slow, random);
        quick.addAll(slow.subList(0, Math.min(SLOW, slow.size())));
        return quick.stream().distinct().toList();
    }

    /** Records with numbers, appended in batches by a session, and whether that came to what it was to come to. */
    private static final class Appending implements AutoCloseable {
        private final StreamClient stream;
        private final AppendSession session;
        private final List<AppendTicket> tickets = new ArrayList<>();
        private int next;

        Appending(StreamClient stream) {
            this.stream = stream;
            this.session = stream.appendSession(AppendSessionOptions.DEFAULT.exactlyOnceFromTail());
        }

        static String body(int number) {
            return String.format("record %06d of the stream", number);
        }

        void submit(int batches) throws InterruptedException {
            for (int i = 0; i < batches; i++) {
                List<AppendRecord> records = new ArrayList<>();
                for (int j = 0; j < RECORDS_OF_A_BATCH; j++) {
                    records.add(AppendRecord.of(body(next++)));
                }
                tickets.add(session.submit(AppendInput.of(records)));
            }
        }

        void check(String at) throws Exception {
            int expected = 0;
            for (AppendTicket ticket : tickets) {
                AppendAck ack;
                try {
                    ack = ticket.acknowledged().get(60, TimeUnit.SECONDS);
                } catch (TimeoutException e) {
                    throw new AssertionError(at + ": batch at " + expected + " is neither acknowledged nor refused", e);
                } catch (ExecutionException e) {
                    throw new AssertionError(at + ": batch at " + expected + " failed; there is " + there(), e);
                }
                assertThat(ack.start().seqNum()).as(at).isEqualTo(expected);
                expected += RECORDS_OF_A_BATCH;
                assertThat(ack.end().seqNum()).as(at).isEqualTo(expected);
            }
            session.close();
            List<String> wanted = new ArrayList<>();
            for (int i = 0; i < next; i++) {
                wanted.add(body(i));
            }
            assertThat(there()).as(at).isEqualTo(wanted);
        }

        private List<String> there() throws Exception {
            return Clients.bodies(stream);
        }

        @Override
        public void close() {
            session.abort();
        }
    }
}
