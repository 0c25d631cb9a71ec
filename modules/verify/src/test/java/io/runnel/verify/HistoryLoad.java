package io.runnel.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.histories.History;
import io.runnel.histories.Linearizability;
import io.runnel.histories.LogCheck;
import io.runnel.histories.Verdict;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A basin with some streams, clients that do everything at once with each of them, and the histories of that, which
 * outlive servers: whoever serves the basin next, the histories must still be such as one correct stream can have
 * shown.
 */
final class HistoryLoad {
    private static final int STREAMS = 3;
    private static final int ASKING = 3;
    private static final int PIPELINES = 1;
    private static final int TURNED_AWAY_KEPT = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String basin = Client.freshName();
    private final List<Subject> subjects = new ArrayList<>();
    private final AtomicLong ids = new AtomicLong();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong indefinite = new AtomicLong();
    private final AtomicLong clients = new AtomicLong();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean calm;
    private final Queue<String> turnedAway = new ConcurrentLinkedQueue<>();

    HistoryLoad() {
        for (int i = 0; i < STREAMS; i++) {
            subjects.add(new Subject(new HistoryRecorder("stream-" + i)));
        }
    }

    /** A stream, and what its clients have heard of it, so that they ask for something sensible. */
    static final class Subject {
        private final HistoryRecorder recorder;
        private long tail;
        private final List<String> tokens = new ArrayList<>(List.of(""));

        Subject(HistoryRecorder recorder) {
            this.recorder = recorder;
        }

        HistoryRecorder recorder() {
            return recorder;
        }

        synchronized void sawTail(long seen) {
            tail = Math.max(tail, seen);
        }

        synchronized long tail() {
            return tail;
        }

        synchronized void sawToken(String token) {
            tokens.remove(token);
            tokens.add(token);
        }

        /** Mostly the latest. */
        synchronized String someToken(Random random) {
            int age = random.nextInt(3) == 0 ? random.nextInt(tokens.size()) : 0;
            return tokens.get(tokens.size() - 1 - age);
        }
    }

    String basin() {
        return basin;
    }

    long nextId() {
        return ids.incrementAndGet();
    }

    Written batch(long session, int count, int bytes) {
        return Written.data(nextId(), session, count, bytes);
    }

    /** Makes basin and streams. */
    void prepare(InetSocketAddress server) {
        Client client = new Client(Protocol.HTTP_1_1, server);
        Basin fresh = new Basin(client, basin);
        fresh.put("{}").is(201);
        subjects.forEach(subject -> fresh.stream(subject.recorder().stream()));
        client.close();
    }

    /** Lets clients loose at a server, until it is enough or the server fails them. */
    List<Thread> start(InetSocketAddress server, long seed, BooleanSupplier enough) {
        Random random = new Random(seed);
        List<Thread> threads = new ArrayList<>();
        for (Subject subject : subjects) {
            for (int i = 0; i < ASKING; i++) {
                threads.add(client(server, subject, random.nextLong(), enough, HistoryClient::ask));
            }
            for (int i = 0; i < PIPELINES; i++) {
                threads.add(client(server, subject, random.nextLong(), enough, HistoryClient::pipeline));
            }
        }
        return threads;
    }

    private Thread client(
            InetSocketAddress server,
            Subject subject,
            long seed,
            BooleanSupplier enough,
            Consumer<HistoryClient> work) {
        int number = (int) clients.incrementAndGet();
        Thread thread = new Thread(
                () -> {
                    Client http = new Client(Protocol.HTTP_1_1, server);
                    try {
                        work.accept(new HistoryClient(this, subject, http, number, seed, enough));
                    } catch (Throwable e) {
                        failures.add(e);
                    } finally {
                        http.close();
                    }
                },
                "history-client-" + number);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Whether clients are to leave the machine to a server that starts, and only now and then ask. */
    void calm(boolean whether) {
        calm = whether;
    }

    boolean isCalm() {
        return calm;
    }

    /** Waits for clients that have reason to stop; what none of them may meet fails the test. */
    void finish(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(PATIENCE.toMillis());
            assertThat(thread.isAlive()).as("%s hangs", thread.getName()).isFalse();
        }
        for (Throwable failure : failures) {
            throw new AssertionError("a client met what it must not meet", failure);
        }
    }

    /** Reads all, with nobody writing, and judges: empty if all is well. */
    List<String> violations(InetSocketAddress server) {
        List<String> found = new ArrayList<>();
        Client http = new Client(Protocol.HTTP_1_1, server);
        try {
            for (Subject subject : subjects) {
                new HistoryClient(this, subject, http, 0, 0, () -> false).readAll();
                History history = subject.recorder().history();
                for (Verdict verdict : List.of(LogCheck.check(history), Linearizability.check(history))) {
                    if (verdict.kind() != Verdict.Kind.POSSIBLE) {
                        found.add(verdict.kind() + ", basin " + basin + ": " + verdict.explanation()
                                + "\nHow clients were turned away in the end: " + turnedAway);
                    }
                }
            }
        } finally {
            http.close();
        }
        return found;
    }

    // what the clients tell

    void countAcknowledged() {
        acknowledged.incrementAndGet();
    }

    void countIndefinite() {
        indefinite.incrementAndGet();
    }

    void countIndefinite(int count) {
        indefinite.addAndGet(count);
    }

    /** A server that has died, or was replaced, does not answer, or says that it cannot. */
    void turnedAway(int client, String how) {
        turnedAway.add("client " + client + ": " + how);
        if (turnedAway.size() > TURNED_AWAY_KEPT) {
            turnedAway.poll();
        }
    }

    /** Batches acknowledged. */
    long acknowledged() {
        return acknowledged.get();
    }

    /** Batches of which nobody knows what became of them. */
    long indefinite() {
        return indefinite.get();
    }

    long operations() {
        return subjects.stream()
                .mapToLong(subject -> subject.recorder().history().operations().size())
                .sum();
    }
}
