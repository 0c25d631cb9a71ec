package io.runnel.verify;

import static io.runnel.histories.Call.Append.ANY;

import com.fasterxml.jackson.databind.JsonNode;
import io.runnel.histories.Answer;
import io.runnel.histories.Call;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A client of one server that asks one stream for this and that, one thing after the other, and writes down
 * everything. It stops when it is told to, or when the server does not answer properly any more.
 */
final class HistoryClient {
    private static final int READ_LIMIT = 1000;
    private static final int IN_FLIGHT = 8;
    private static final int BATCHES_OF_A_SESSION = 40;
    /**
     * In a row: a server that has just taken over may need a moment, one that has been replaced will never serve
     * again.
     */
    private static final int MOST_REFUSED = 20;

    private static final Duration PAUSE = Duration.ofMillis(50);
    /** Errors that promise that nothing has changed (contract 10). */
    private static final Set<String> CLEAN =
            Set.of("server_draining", "rate_limited", "hot_server", "transaction_conflict");

    private final HistoryLoad load;
    private final HistoryLoad.Subject subject;
    private final int number;
    private final Random random;
    private final Client http;
    private final Stream stream;
    private final BooleanSupplier enough;
    private @Nullable Connection connection;
    private boolean served = true;
    private int refused;

    HistoryClient(
            HistoryLoad load, HistoryLoad.Subject subject, Client http, int number, long seed, BooleanSupplier enough) {
        this.load = load;
        this.subject = subject;
        this.number = number;
        this.random = new Random(seed);
        this.http = http;
        this.stream = new Basin(http, load.basin()).at(subject.recorder().stream());
        this.enough = enough;
    }

    /** Unary calls of all kinds. */
    void ask() {
        while (goesOn()) {
            int chance = random.nextInt(100);
            if (chance < 15) {
                checkTail();
            } else if (chance < 35) {
                read(Math.max(0, subject.tail() - random.nextInt(60)), 1 + random.nextInt(80));
            } else {
                append(chance);
            }
        }
    }

    private boolean goesOn() {
        if (load.isCalm()) {
            Eventually.pause(PAUSE);
        }
        return served && !enough.getAsBoolean();
    }

    private void append(int chance) {
        long match = chance < 55 ? Math.max(0, subject.tail() - (random.nextInt(4) == 0 ? 1 : 0)) : ANY;
        String token = chance >= 50 && chance < 75 ? subject.someToken(random) : null;
        Written written = load.batch(0, 1 + random.nextInt(8), 60);
        if (chance >= 75 && random.nextInt(6) == 0) {
            written = written.thenFence("token-" + written.id());
        }
        append(written, match, token);
    }

    private void append(Written written, long match, @Nullable String token) {
        Input input = written.input();
        if (match != ANY) {
            input.match(match);
        }
        if (token != null) {
            input.fencing(token);
        }
        int place = subject.recorder().called(number, HistoryRecorder.append(written, match, token, 0));
        Response response =
                call(stream.request("POST", "/records", Stream.PROTO).body(input.toBytes()));
        if (response == null) {
            load.countIndefinite();
        } else if (response.status() == 200) {
            acknowledged(place, written, Ack.of(response.json()));
        } else if (response.status() == 412) {
            subject.recorder().answered(place, mismatch(response.json()));
        } else if (isClean(response)) {
            subject.recorder().answered(place, Answer.Nothing.REFUSED);
            served = false;
        } else {
            requireServerError(response);
            load.countIndefinite();
        }
    }

    private void acknowledged(int place, Written written, Ack ack) {
        subject.recorder().answered(place, HistoryRecorder.acknowledged(ack));
        subject.sawTail(ack.end().seqNum());
        for (Written.Content content : written.records()) {
            if (content.kind() == Written.Kind.FENCE) {
                subject.sawToken(content.body());
            }
        }
        load.countAcknowledged();
        refused = 0;
    }

    private Answer mismatch(JsonNode body) {
        if (body.has("fencing_token_mismatch")) {
            String token = body.get("fencing_token_mismatch").textValue();
            subject.sawToken(token);
            return new Answer.TokenMismatch(token);
        }
        long tail = body.required("seq_num_mismatch").longValue();
        subject.sawTail(tail);
        return new Answer.SeqNumMismatch(tail);
    }

    void checkTail() {
        int place = subject.recorder().called(number, Call.CheckTail.CHECK_TAIL);
        Response response = call(stream.request("GET", "/records/tail"));
        if (response != null && response.status() == 200) {
            long tail = Position.required(response.json().get("tail")).seqNum();
            subject.recorder().answered(place, new Answer.TailIs(tail));
            subject.sawTail(tail);
        } else if (response != null) {
            requireServerError(response);
        }
    }

    /** @return the number after the last record found, or -1 if there was none */
    private long read(long from, int limit) {
        int place = subject.recorder().called(number, new Call.Read(from, limit));
        Response response = call(stream.reading("seq_num=" + from + "&count=" + limit, Stream.ACCEPT_PROTO));
        if (response != null && response.status() == 200) {
            Batch batch = Batch.of(Proto.read(response.body()));
            subject.recorder().answered(place, HistoryRecorder.found(from, batch.records()));
            return batch.records().isEmpty() ? -1 : from + batch.records().size();
        }
        if (response != null && response.status() == 416) {
            long tail = Position.required(response.json().get("tail")).seqNum();
            subject.recorder().answered(place, new Answer.TailIs(tail));
        } else if (response != null) {
            requireServerError(response);
        }
        return -1;
    }

    /** Everything there is, when nobody writes any more: so that nothing remains unseen. */
    void readAll() {
        for (long next = 0; next >= 0; ) {
            next = read(next, READ_LIMIT);
            if (!served) {
                throw new AssertionError("the server does not let the stream " + stream.name() + " be read to its end");
            }
        }
        checkTail();
    }

    /** Append sessions with several batches in flight, one after the other. */
    void pipeline() {
        while (goesOn()) {
            Deque<Integer> places = new ArrayDeque<>();
            Deque<Written> inFlight = new ArrayDeque<>();
            try {
                Session session = stream.appendSession();
                long id = load.nextId();
                for (int i = 0; i < BATCHES_OF_A_SESSION && goesOn(); i++) {
                    Written written = load.batch(id, 1 + random.nextInt(10), 80);
                    places.add(subject.recorder().called(number, HistoryRecorder.append(written, ANY, null, id)));
                    inFlight.add(written);
                    session.send(written.input());
                    if (places.size() == IN_FLIGHT) {
                        acknowledged(places.remove(), inFlight.remove(), session.ack());
                    }
                }
                session.halfClose();
                while (!places.isEmpty()) {
                    acknowledged(places.remove(), inFlight.remove(), session.ack());
                }
                session.exchange().reset();
            } catch (AssertionError | RuntimeException e) {
                load.countIndefinite(places.size());
                notServed(e);
            }
        }
    }

    private @Nullable Response call(Request request) {
        try {
            Connection open = connection;
            if (open == null || !open.isOpen()) {
                open = http.connect();
                connection = open;
            }
            return open.call(request);
        } catch (AssertionError | RuntimeException e) {
            notServed(e);
            return null;
        }
    }

    private void notServed(Throwable failure) {
        served = false;
        load.turnedAway(number, failure.toString());
    }

    private static boolean isClean(Response response) {
        return response.status() >= 429
                && CLEAN.contains(response.json().path("code").asText(""));
    }

    /** A server that is in trouble may say so; anything else is not expected. */
    private void requireServerError(Response response) {
        if (response.status() < 500) {
            throw new AssertionError("an answer that nobody expected: " + response);
        }
        load.turnedAway(number, response.toString());
        served = ++refused < MOST_REFUSED;
        Eventually.pause(PAUSE);
    }
}
