package io.runnel.bench;

import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;

/** One append session on a stream that nobody else writes to. */
final class Appender {
    private final Exchange exchange;
    private final BatchTemplate template;
    private final Window window;
    private final Pace pace;
    private final LongAdder acked;
    private final Latencies latencies;
    private volatile boolean stopping;
    private volatile long appended;

    private Appender(
            Exchange exchange, BatchTemplate template, Window window, Pace pace, LongAdder acked, Latencies latencies) {
        this.exchange = exchange;
        this.template = template;
        this.window = window;
        this.pace = pace;
        this.acked = acked;
        this.latencies = latencies;
    }

    /**
     * @param acked counts records
     * @param latencies from the sending of a batch until its acknowledgement
     */
    static Appender open(
            Client client,
            String stream,
            BatchTemplate template,
            long windowBytes,
            Pace pace,
            LongAdder acked,
            Latencies latencies)
            throws IOException {
        Window window = new Window(windowBytes, template.recordBytes());
        return new Appender(client.append(stream), template, window, pace, acked, latencies);
    }

    /** Sends until it is told to stop, or {@code most} records are sent; returns when all are acknowledged. */
    void send(long most) throws Exception {
        long index = 0;
        pace.begin(System.nanoTime());
        while (!stopping && index < most) {
            int records = pace.await((int) Math.min(template.capacity(), most - index));
            window.awaitRoom(records);
            // At a rate, waiting for room is the server's fault and counts; as fast as it goes, there is always a wait.
            long sent = pace.isUnlimited() ? System.nanoTime() : pace.dueNanos();
            window.add(records, sent);
            exchange.send(template.stamped(index, records, sent));
            index += records;
        }
        window.drain();
        appended = index;
        exchange.endRequest();
    }

    /** Takes the acknowledgements until the session ends. */
    void receive() throws IOException {
        try {
            Acks acks = new Acks(exchange.answer(), 0);
            for (int records = acks.readAck(); records >= 0; records = acks.readAck()) {
                long sent = window.oldestSentNanos();
                int expected = window.leave();
                if (records != expected) {
                    throw new BrokenAnswerException(
                            "a batch of " + expected + " records was acknowledged as one of " + records);
                }
                latencies.record(System.nanoTime() - sent);
                acked.add(records);
            }
        } catch (IOException | RuntimeException e) {
            window.fail(e);
            throw e;
        } finally {
            exchange.close();
        }
    }

    void stop() {
        stopping = true;
    }

    /** How many records the stream has, once sending is over. */
    long appended() {
        return appended;
    }
}
