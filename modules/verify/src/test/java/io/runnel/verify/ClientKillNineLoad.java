package io.runnel.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.sdk.AppendAck;
import io.runnel.sdk.AppendInput;
import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.AppendSession;
import io.runnel.sdk.AppendSessionOptions;
import io.runnel.sdk.AppendTicket;
import io.runnel.sdk.ReadBatch;
import io.runnel.sdk.ReadOptions;
import io.runnel.sdk.ReadSession;
import io.runnel.sdk.ReadSessionOptions;
import io.runnel.sdk.ReadStart;
import io.runnel.sdk.SequencedRecord;
import io.runnel.sdk.StreamClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Appends to a fresh stream by one session of the Java client, exactly once, and follows it by another, each in a thread of its
 * own and without an end. The body of a record follows from the number that it must get.
 */
final class ClientKillNineLoad implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int IN_FLIGHT = 32;
    private static final int MOST_RECORDS_OF_A_BATCH = 20;
    private static final int LARGE_EVERY = 97;

    /** A batch that was handed over, and where it must lie. */
    private record Submitted(long first, int size, AppendTicket ticket) {}

    private record HandedOver(long batches, long records) {}

    private final AppendSession appending;
    private final ReadSession reading;
    private final Random random;
    private final Thread writer = new Thread(() -> run(this::write), "client-writer");
    private final Thread reader = new Thread(() -> run(this::read), "client-reader");

    private volatile HandedOver handedOver = new HandedOver(0, 0);
    private final List<Submitted> submitted = new ArrayList<>();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private volatile boolean enough;
    private volatile @Nullable Throwable failure;

    ClientKillNineLoad(StreamClient stream, long seed) {
        random = new Random(seed);
        appending = stream.appendSession(
                AppendSessionOptions.DEFAULT.exactlyOnceFromTail().withMaxInFlightBatches(IN_FLIGHT));
        ReadOptions all = ReadOptions.from(ReadStart.beginning());
        reading = stream.readSession(ReadSessionOptions.of(all).withRetryForever(true));
        writer.start();
        reader.start();
    }

    static String body(long number) {
        int filling = number % LARGE_EVERY == 0 ? 30_000 : (int) (number * 31 % 200);
        return String.format("%012d", number) + "x".repeat(filling);
    }

    /**
     * Waits until so many batches are acknowledged, and the reader has been given a record, of what is not handed over yet:
     * of what is, a server that has ended may have stored some, and both sessions could learn of that without having been
     * open on the next one.
     */
    void awaitProgress(int batches) throws InterruptedException {
        HandedOver before = handedOver;
        await(
                () -> acknowledged.get() >= before.batches + batches && received.get() > before.records,
                "nothing goes on");
    }

    /** Waits until another batch is acknowledged, be it because a server that has ended is found to have stored it. */
    void awaitAcknowledgement() throws InterruptedException {
        long before = acknowledged.get();
        await(() -> acknowledged.get() > before, "nothing is acknowledged");
    }

    /** Lets everything come to its end and judges it; returns how many records there must be. */
    long finish() throws InterruptedException {
        enough = true;
        await(() -> !writer.isAlive(), "the append session does not end");
        long count = 0;
        for (Submitted batch : submitted) {
            AppendAck ack = batch.ticket.await();
            assertThat(ack.start().seqNum()).as("start of an acknowledgement").isEqualTo(batch.first);
            assertThat(ack.end().seqNum()).as("end of an acknowledgement").isEqualTo(batch.first + batch.size);
            count += batch.size;
        }
        long all = count;
        await(() -> received.get() >= all, "the reader is not given everything");
        reading.close();
        await(() -> !reader.isAlive(), "the read session does not end");
        assertThat(received.get()).as("records that the reader was given").isEqualTo(count);
        return count;
    }

    private interface Work {
        void run() throws Exception;
    }

    private void run(Work work) {
        try {
            work.run();
        } catch (Throwable e) {
            failure = e;
        }
    }

    private void write() throws InterruptedException {
        long next = 0;
        while (!enough) {
            int size = 1 + random.nextInt(MOST_RECORDS_OF_A_BATCH);
            List<AppendRecord> records = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                records.add(AppendRecord.of(body(next + i)));
            }
            AppendTicket ticket = appending.submit(AppendInput.of(records));
            var unused = ticket.acknowledged().thenRun(acknowledged::incrementAndGet);
            submitted.add(new Submitted(next, size, ticket));
            next += size;
            handedOver = new HandedOver(submitted.size(), next);
        }
        appending.close();
    }

    private void read() throws InterruptedException {
        for (ReadBatch batch = reading.next(); batch != null; batch = reading.next()) {
            for (SequencedRecord record : batch.records()) {
                long expected = received.get();
                assertThat(record.seqNum()).as("number of the next record").isEqualTo(expected);
                assertThat(record.bodyText()).as("record %d", expected).isEqualTo(body(expected));
                received.incrementAndGet();
            }
        }
    }

    private interface Condition {
        boolean holds();
    }

    private void await(Condition condition, String complaint) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (failure != null) {
                throw new AssertionError("a session failed", failure);
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        complaint + ": " + acknowledged + " batches acknowledged, " + received + " records received");
            }
            Eventually.pause(Duration.ofMillis(1));
        }
        if (failure != null) {
            throw new AssertionError("a session failed", failure);
        }
    }

    @Override
    public void close() {
        enough = true;
        appending.abort();
        reading.close();
    }
}
