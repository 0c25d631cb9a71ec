package io.runnel.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that write to a server until it is killed, each to streams of its own but for one stream that two share, and
 * afterwards judge what is left. The histories outlive the server; a client starts anew with each.
 */
final class KillNineLoad {
    private static final int IN_FLIGHT = 8;
    /** So that the history does not grow without end where the server is fast. */
    private static final int BATCHES_PER_CYCLE = 150;

    private final AtomicLong ids = new AtomicLong();
    private final AtomicLong acknowledged = new AtomicLong();
    private final StreamHistory alone = new StreamHistory("alone");
    private final StreamHistory large = new StreamHistory("large");
    private final StreamHistory shared = new StreamHistory("shared");
    private final StreamHistory matched = new StreamHistory("matched");
    private final StreamHistory fenced = new StreamHistory("fenced");
    private final StreamHistory trimmed = new StreamHistory("trimmed");
    private final List<StreamHistory> histories = List.of(alone, large, shared, matched, fenced, trimmed);
    private final CatalogueHistory catalogue = new CatalogueHistory();
    private final String basin = Client.freshName();

    private volatile boolean killed;
    private volatile Throwable failure;

    /** Makes what the clients need; before the first cycle. */
    void prepare(InetSocketAddress server) {
        Client client = new Client(Protocol.HTTP_1_1, server);
        Basin fresh = new Basin(client, basin);
        fresh.put("{}").is(201);
        histories.forEach(history -> fresh.stream(history.name()));
        client.close();
    }

    /** Lets all clients write; returns at once. */
    List<Thread> start(InetSocketAddress server, long seed) {
        killed = false;
        Random random = new Random(seed);
        List<Thread> threads = new ArrayList<>();
        threads.add(client(server, at -> session(at, alone, random.nextLong(), 20, 500)));
        threads.add(client(server, at -> session(at, large, random.nextLong(), 3, 60_000)));
        threads.add(client(server, at -> session(at, shared, random.nextLong(), 5, 200)));
        threads.add(client(server, at -> session(at, shared, random.nextLong(), 5, 200)));
        threads.add(client(server, at -> match(at, random.nextLong())));
        threads.add(client(server, at -> fence(at, random.nextLong())));
        threads.add(client(server, at -> trim(at, random.nextLong())));
        threads.add(client(server, at -> catalogue.change(at, () -> killed)));
        return threads;
    }

    /** The server is about to be killed: from now on calls may fail. */
    void expectTheEnd() {
        killed = true;
    }

    /** Waits for the clients to notice; what failed before the end fails the test. */
    void finish(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(40_000);
            assertThat(thread.isAlive()).as("a client hangs").isFalse();
        }
        if (failure != null) {
            throw new AssertionError("a client failed before the server was killed", failure);
        }
    }

    /**
     * Judges what is left.
     *
     * @param whole all of every stream, not only what is new
     */
    void check(InetSocketAddress server, boolean whole) {
        Client client = new Client(Protocol.HTTP_1_1, server);
        try {
            Basin left = new Basin(client, basin);
            for (StreamHistory history : histories) {
                check(left.at(history.name()), history, whole ? 0 : history.unseenFrom());
            }
            checkFence(left.at(fenced.name()));
            checkTrim(left.at(trimmed.name()));
            catalogue.check(left);
        } finally {
            client.close();
        }
    }

    /** Batches acknowledged so far. */
    long acknowledged() {
        return acknowledged.get();
    }

    private static void check(Stream stream, StreamHistory history, long from) {
        Session session = stream.readSession("seq_num=" + from + "&wait=0");
        List<Item> items = new ArrayList<>();
        while (session.answer().hasMore()) {
            items.addAll(session.batch().records());
        }
        assertThat(session.answer().awaitEnd()).isEqualTo(Answer.CLEAN);
        history.check(from, items, stream.tail());
    }

    /** An append with a token that was never in force is refused, and the refusal names the one that is. */
    private void checkFence(Stream stream) {
        Written stale = Written.data(ids.incrementAndGet(), 0, 1, 20).asForbidden();
        fenced.attempted(stale);
        JsonNode refusal =
                stream.append(stale.input().fencing("never-in-force")).is(412).json();
        assertThat(refusal.required("fencing_token_mismatch").textValue())
                .as("fencing token after a crash")
                .isEqualTo(fenced.fencingToken());
    }

    private void checkTrim(Stream stream) {
        if (trimmed.unseenFrom() == 0) {
            return;
        }
        long point = trimmed.trimPoint();
        Eventually.within(Duration.ofSeconds(20), () -> {
            List<Item> first = stream.batch("seq_num=0&count=1").records();
            assertThat(first)
                    .as("there is always something behind the trim point")
                    .hasSize(1);
            assertThat(first.get(0).seqNum()).as("first record after a crash").isEqualTo(point);
        });
    }

    // the clients

    private interface Work {
        void run(Basin basin);
    }

    private Thread client(InetSocketAddress server, Work work) {
        Thread thread = new Thread(() -> {
            Client client = new Client(Protocol.HTTP_1_1, server);
            try {
                work.run(new Basin(client, basin));
            } catch (Throwable e) {
                if (!killed) {
                    failure = e;
                }
            } finally {
                client.close();
            }
        });
        thread.start();
        return thread;
    }

    private void acknowledged(StreamHistory history, Written written, Ack ack) {
        history.acknowledged(written, ack);
        acknowledged.incrementAndGet();
    }

    /** A session that keeps several batches in flight. */
    private void session(Basin at, StreamHistory history, long seed, int maxCount, int bytes) {
        Random random = new Random(seed);
        Pipeline pipeline = new Pipeline(at.at(history.name()), history);
        for (int i = 0; i < BATCHES_PER_CYCLE; i++) {
            Written written = Written.data(ids.incrementAndGet(), pipeline.id, 1 + random.nextInt(maxCount), bytes);
            pipeline.send(written, written.input());
        }
        pipeline.finish();
    }

    /** Unary appends that expect the tail; every fourth expects another one. */
    private void match(Basin at, long seed) {
        Random random = new Random(seed);
        Stream stream = at.at(matched.name());
        long tail = stream.tail().seqNum();
        for (int i = 0; i < BATCHES_PER_CYCLE; i++) {
            long id = ids.incrementAndGet();
            Written written = Written.data(id, id, 1 + random.nextInt(10), 100);
            if (i % 4 == 3) {
                Written stale = written.asForbidden();
                matched.attempted(stale);
                long wrong = random.nextBoolean() ? tail + 1 : tail - 1;
                stream.append(stale.input().match(wrong)).isJson(412, "{\"seq_num_mismatch\":" + tail + "}");
            } else {
                matched.attempted(written);
                Ack ack = stream.append(written.input().match(tail)).ack();
                acknowledged(matched, written, ack);
                tail = ack.end().seqNum();
            }
        }
    }

    /** A session that carries the token in force, and changes it now and then. */
    private void fence(Basin at, long seed) {
        Random random = new Random(seed);
        String token = fenced.fencingToken();
        Pipeline pipeline = new Pipeline(at.at(fenced.name()), fenced);
        for (int i = 0; i < BATCHES_PER_CYCLE; i++) {
            Written written = Written.data(ids.incrementAndGet(), pipeline.id, 1 + random.nextInt(4), 100);
            String next = token;
            if (random.nextInt(5) == 0) {
                next = random.nextInt(6) == 0 ? "" : "token-" + written.id();
                written = written.thenFence(next);
            }
            pipeline.send(written, written.input().fencing(token));
            token = next;
        }
        pipeline.finish();
    }

    /** A session that trims what an earlier check has seen. */
    private void trim(Basin at, long seed) {
        Random random = new Random(seed);
        long point = trimmed.trimPoint();
        long seen = trimmed.unseenFrom();
        Pipeline pipeline = new Pipeline(at.at(trimmed.name()), trimmed);
        for (int i = 0; i < BATCHES_PER_CYCLE; i++) {
            Written written = Written.data(ids.incrementAndGet(), pipeline.id, 1 + random.nextInt(4), 100);
            if (i % 10 == 9 && point < seen) {
                point += random.nextLong(Math.min(seen - point, 100));
                written = written.thenTrim(point);
            }
            pipeline.send(written, written.input());
        }
        pipeline.finish();
    }

    /** An append session with several batches in flight. */
    private final class Pipeline {
        final long id = ids.incrementAndGet();
        private final StreamHistory history;
        private final Session session;
        private final Deque<Written> inFlight = new ArrayDeque<>();

        Pipeline(Stream stream, StreamHistory history) {
            this.history = history;
            this.session = stream.appendSession();
        }

        void send(Written written, Input input) {
            history.attempted(written);
            inFlight.add(written);
            session.send(input);
            if (inFlight.size() == IN_FLIGHT) {
                takeAck();
            }
        }

        void finish() {
            session.halfClose();
            while (!inFlight.isEmpty()) {
                takeAck();
            }
            session.assertEnd();
        }

        private void takeAck() {
            acknowledged(history, inFlight.remove(), session.ack());
        }
    }
}
