package io.runnel.bench;

import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;

/** Follows a stream from its start, live, and checks all of it. */
final class Follower implements AutoCloseable {
    private final Exchange exchange;
    private final BatchTemplate.Reference reference;
    private final LongAdder delivered;
    private final Latencies latencies;
    private volatile long seen;
    private volatile boolean closing;

    private Follower(Exchange exchange, BatchTemplate.Reference reference, LongAdder delivered, Latencies latencies) {
        this.exchange = exchange;
        this.reference = reference;
        this.delivered = delivered;
        this.latencies = latencies;
    }

    /**
     * @param delivered counts records
     * @param latencies from the sending of a record until it was seen
     */
    static Follower open(Client client, String stream, BatchTemplate template, LongAdder delivered, Latencies latencies)
            throws IOException {
        Exchange exchange = client.read(stream, "seq_num=0");
        return new Follower(exchange, template.reference(), delivered, latencies);
    }

    /** Follows until it is closed. */
    void run() throws IOException {
        try {
            RecordReader records = new RecordReader(exchange.answer(), reference, 0);
            for (int count = records.readFrame(); count >= 0; count = records.readFrame()) {
                if (count > 0) {
                    latencies.record(System.nanoTime() - records.lastSentNanos(), count);
                    delivered.add(count);
                    seen = records.next();
                }
            }
            throw new BrokenAnswerException("a read that follows was ended");
        } catch (IOException e) {
            if (!closing) {
                throw e;
            }
        }
    }

    /** Everything before this number was seen. */
    long seen() {
        return seen;
    }

    @Override
    public void close() throws IOException {
        closing = true;
        exchange.close();
    }
}
