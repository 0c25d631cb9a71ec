package io.runnel.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Append sessions on several streams at once, with live followers on each if wanted. */
final class SessionLoad {
    /**
     * @param followers of each stream
     * @param batchBytes how large a batch is at most, metered
     * @param windowBytes how much of a session may be unacknowledged
     * @param recordsPerSecond of each stream; 0 for as many as it takes
     * @param lingerMillis how long a record waits for others, at a rate
     */
    record Shape(
            int streams,
            int followers,
            int recordBytes,
            int batchBytes,
            long windowBytes,
            double recordsPerSecond,
            double lingerMillis) {}

    private final Client client;
    private final Shape shape;
    private final Crew crew = new Crew();
    private final List<Appender> appenders = new ArrayList<>();
    private final List<Follower> followers = new ArrayList<>();
    private final List<BatchTemplate> templates = new ArrayList<>();
    private final LongAdder acked = new LongAdder();
    private final LongAdder delivered = new LongAdder();
    private final Latencies ackLatencies = new Latencies();
    private final Latencies followLatencies = new Latencies();

    SessionLoad(Client client, Shape shape) {
        this.client = client;
        this.shape = shape;
    }

    /** Opens everything and begins to send. */
    void start(long recordsPerStream) throws IOException {
        int capacity = BatchTemplate.recordsFor(shape.recordBytes(), shape.batchBytes());
        for (int i = 0; i < shape.streams(); i++) {
            BatchTemplate template = new BatchTemplate(capacity, shape.recordBytes(), i);
            templates.add(template);
            Pace pace = Pace.of(shape.recordsPerSecond(), shape.lingerMillis());
            Appender appender =
                    Appender.open(client, stream(i), template, shape.windowBytes(), pace, acked, ackLatencies);
            appenders.add(appender);
            for (int j = 0; j < shape.followers(); j++) {
                Follower follower = Follower.open(client, stream(i), template, delivered, followLatencies);
                followers.add(follower);
                crew.start("follower-" + i + "-" + j, follower::run);
            }
            crew.start("acks-" + i, appender::receive);
        }
        for (int i = 0; i < shape.streams(); i++) {
            Appender appender = appenders.get(i);
            crew.start("appender-" + i, () -> appender.send(recordsPerStream));
        }
    }

    static String stream(int index) {
        return "session/" + index;
    }

    void runFor(double seconds) throws Exception {
        crew.runFor((long) (seconds * 1000));
    }

    Latencies ackLatencies() {
        return ackLatencies;
    }

    Latencies followLatencies() {
        return followLatencies;
    }

    /** Records acknowledged so far. */
    long acked() {
        return acked.sum();
    }

    /** Records seen by followers so far. */
    long delivered() {
        return delivered.sum();
    }

    /** Stops sending, waits until everything is acknowledged and every follower has seen everything, and closes. */
    void finish() throws Exception {
        appenders.forEach(Appender::stop);
        awaitSent();
    }

    /** Waits until everything is sent, acknowledged and seen, and closes. */
    void awaitSent() throws Exception {
        crew.join("appender");
        crew.join("acks");
        for (int i = 0; i < followers.size(); i++) {
            Follower follower = followers.get(i);
            long all = appenders.get(i / shape.followers()).appended();
            while (follower.seen() < all) {
                crew.runFor(1);
            }
            follower.close();
        }
        crew.join("follower");
    }

    /** Reads one stream from its start to its end, once it is written; returns the seconds that took. */
    double catchUp(int stream) throws IOException {
        long records = appenders.get(stream).appended();
        long start = System.nanoTime();
        try (Exchange exchange = client.read(stream(stream), "seq_num=0&count=" + records)) {
            RecordReader reader =
                    new RecordReader(exchange.answer(), templates.get(stream).reference(), 0);
            while (reader.readFrame() >= 0) {
                // every record is checked by the reader
            }
            if (reader.next() != records) {
                throw new BrokenAnswerException("read " + reader.next() + " of " + records + " records");
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }

    /** Records of a stream, once it is written. */
    long appended(int stream) {
        return appenders.get(stream).appended();
    }
}
