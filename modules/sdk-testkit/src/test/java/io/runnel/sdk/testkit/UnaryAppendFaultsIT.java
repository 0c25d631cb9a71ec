package io.runnel.sdk.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.sdk.AppendAck;
import io.runnel.sdk.AppendInput;
import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.Await;
import io.runnel.sdk.ClientOptions;
import io.runnel.sdk.HttpVersion;
import io.runnel.sdk.RangeNotSatisfiableException;
import io.runnel.sdk.ReadOptions;
import io.runnel.sdk.ReadStart;
import io.runnel.sdk.RetryPolicy;
import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.RunnelException;
import io.runnel.sdk.StreamClient;
import io.runnel.testkit.Direction;
import io.runnel.testkit.Fault;
import io.runnel.testkit.FaultProxy;
import io.runnel.testkit.RunnelTest;
import io.runnel.testkit.TestBasin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an append says is true, wherever its connection fails; {@code -Drunnel.faults.seed=N} repeats an earlier run. */
@RunnelTest
class UnaryAppendFaultsIT {
    private static final long SEED = Long.getLong("runnel.faults.seed", System.nanoTime());
    private static final byte[] MARKER = "the body of a record".getBytes(UTF_8);
    private static final int BESIDE_EACH_OTHER = 4;

    @ParameterizedTest
    @EnumSource(
            value = HttpVersion.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void anAppendNeverClaimsWhatIsNotSo(HttpVersion version, TestBasin basin) throws Exception {
        Queue<Case> cases = new ConcurrentLinkedQueue<>();
        for (Fault fault : places(version, basin)) {
            cases.add(new Case(fault, true, "s-" + cases.size()));
            cases.add(new Case(fault, false, "s-" + cases.size()));
        }
        // Most of the time is spent on waiting for answers that do not come.
        ExecutorService beside = Executors.newFixedThreadPool(BESIDE_EACH_OTHER);
        try {
            Callable<Void> work = () -> tryAll(cases, version, basin);
            for (Future<Void> worked : beside.invokeAll(Collections.nCopies(BESIDE_EACH_OTHER, work))) {
                worked.get();
            }
        } finally {
            beside.shutdown();
        }
    }

    private record Case(Fault fault, boolean conditional, String stream) {}

    private static Void tryAll(Queue<Case> cases, HttpVersion version, TestBasin basin) throws Exception {
        try (FaultProxy faults = FaultProxy.before(basin.endpoint())) {
            for (Case each = cases.poll(); each != null; each = cases.poll()) {
                faults.plan(each.fault);
                try (RunnelClient client = client(version, faults)) {
                    StreamClient stream = client.basin(basin.name()).stream(each.stream);
                    check(stream, each.conditional, version + " " + each.fault + " seed " + SEED);
                }
                faults.restore();
            }
        }
        return null;
    }

    private static void check(StreamClient stream, boolean conditional, String at) throws Exception {
        AppendInput batch = AppendInput.of(AppendRecord.of(MARKER));
        String said;
        boolean acknowledged = false;
        boolean certainlyNot = false;
        try {
            AppendAck ack = Await.result(stream.append(conditional ? batch.matchingSeqNum(0) : batch));
            said = "acknowledged " + ack;
            acknowledged = true;
        } catch (RunnelException e) {
            said = e.toString();
            certainlyNot = e.hasNoSideEffects();
        }
        int there = count(stream);
        if (acknowledged) {
            assertThat(there).as(at + ": " + said).isGreaterThanOrEqualTo(1);
        }
        if (conditional) {
            assertThat(there).as(at + ": " + said).isLessThanOrEqualTo(1);
        }
        if (certainlyNot) {
            assertThat(there).as(at + ": " + said).isZero();
        }
    }

    private static int count(StreamClient stream) throws InterruptedException {
        try {
            return Await.result(stream.read(ReadOptions.from(ReadStart.beginning())))
                    .records()
                    .size();
        } catch (RangeNotSatisfiableException e) {
            return 0;
        }
    }

    /** Of one append over a connection that lives. */
    private static List<Fault> places(HttpVersion version, TestBasin basin) throws Exception {
        Random random = new Random(SEED);
        List<Fault> places = new ArrayList<>();
        try (FaultProxy recorded = FaultProxy.recordingBefore(basin.endpoint());
                RunnelClient client = client(version, recorded)) {
            Await.result(
                    client.basin(basin.name()).stream("recorded-" + version).append(AppendRecord.of(MARKER)));
            CutPoints points = new CutPoints(recorded, 0, random);
            for (Fault.Kind kind : List.of(Fault.Kind.RESET, Fault.Kind.END, Fault.Kind.STALL, Fault.Kind.HALF_CLOSE)) {
                for (Direction direction : Direction.values()) {
                    places.addAll(points.faults(kind, direction, List.of(MARKER)));
                }
            }
        }
        return places;
    }

    private static RunnelClient client(HttpVersion version, FaultProxy proxy) {
        return RunnelClient.create(ClientOptions.builder()
                .endpoint(proxy.endpoint().toString())
                .httpVersion(version)
                .requestTimeout(Duration.ofMillis(500))
                .retry(RetryPolicy.DEFAULT.withDelays(Duration.ofMillis(5), Duration.ofMillis(20)))
                .build());
    }
}
