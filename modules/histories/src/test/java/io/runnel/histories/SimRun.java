package io.runnel.histories;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Clients of a {@link SimStream}, everything decided by a seed: calls overlap, take effect at some moment, are
 * answered later, or never when the server dies; some of these take effect later still. Two clients send down
 * sessions. In the end all is read.
 */
final class SimRun {
    private static final int CLIENTS = 6;
    private static final int SESSIONS = 2;

    private final Random random;
    private final SimStream stream;
    private final @Nullable Mistake mistake;
    private final int plantAt;
    private final boolean trims;
    private final List<Operation> operations = new ArrayList<>();
    private final List<Deque<Pending>> clients = new ArrayList<>();
    private final long[] sessions = new long[SESSIONS];
    private final List<Pending> late = new ArrayList<>();
    private long sessionCount;
    private long time;
    private long known; // the highest tail that anybody was told
    private int tokens;
    private int readFrom;

    private static final class Pending {
        final int place; // in operations
        final Call call;
        final long called;
        final long known;

        @Nullable
        Answer answer;

        Pending(int place, Call call, long called, long known) {
            this.place = place;
            this.call = call;
            this.called = called;
            this.known = known;
        }
    }

    SimRun(long seed, int count, @Nullable Mistake mistake) {
        this.random = new Random(seed);
        this.stream = new SimStream(new Random(seed + 1));
        this.mistake = mistake;
        // What is gone before anybody has read it leaves too much open for a long search.
        this.trims = mistake == null && count < 1000;
        this.plantAt = mistake == null ? -1 : random.nextInt(Math.max(1, count / 2));
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new ArrayDeque<>());
        }
        while (operations.size() < count) {
            step();
        }
        crashOrWait(false);
        readAll();
    }

    History history() {
        return new History("simulated", List.copyOf(operations));
    }

    boolean hasMistaken() {
        return stream.hasMistaken();
    }

    private void step() {
        time += 1 + random.nextInt(1000);
        if (mistake != null && operations.size() >= plantAt && !stream.hasMistaken()) {
            stream.plant(mistake);
        }
        int client = random.nextInt(CLIENTS);
        Deque<Pending> pending = clients.get(client);
        int chance = random.nextInt(1000);
        if (chance < 4) {
            crashOrWait(true);
        } else if (chance < 20) {
            stream.collect();
        } else if (chance < 40 && !late.isEmpty()) {
            Pending zombie = late.remove(random.nextInt(late.size()));
            stream.answer(zombie.call, zombie.known, null);
        } else if (chance < 400 && pending.size() < (client < SESSIONS ? 4 : 1)) {
            call(client, pending);
        } else if (chance < 700) {
            execute(client, pending);
        } else if (!pending.isEmpty() && pending.peek().answer != null) {
            answered(client, pending.remove());
        }
    }

    private void call(int client, Deque<Pending> pending) {
        Call call = client < SESSIONS ? sessionAppend(client) : someCall();
        if (random.nextInt(200) == 0 && client >= SESSIONS) {
            long called = time;
            time += 10;
            operations.add(new Operation(client, called, time, call, Answer.Nothing.REFUSED));
            return;
        }
        pending.add(new Pending(operations.size(), call, time, known));
        operations.add(Operation.unknown(client, time, call));
    }

    private Call sessionAppend(int client) {
        if (sessions[client] == 0) {
            sessions[client] = ++sessionCount;
        }
        return new Call.Append(records(), List.of(), Call.Append.ANY, null, sessions[client]);
    }

    private long[] records() {
        return random.longs(1 + random.nextInt(4)).toArray();
    }

    private Call someCall() {
        int chance = random.nextInt(100);
        if (chance < 20) {
            return Call.CheckTail.CHECK_TAIL;
        }
        if (chance < 45) {
            int from = random.nextInt(3) == 0
                    ? (int) stream.tail()
                    : Math.max(0, (int) stream.tail() - random.nextInt(20));
            return new Call.Read(from, 1 + random.nextInt(16));
        }
        long match = chance < 60 ? stream.tail() - (random.nextInt(3) == 0 ? 1 : 0) : Call.Append.ANY;
        String token = chance >= 55 && chance < 75
                ? (random.nextInt(3) == 0 ? stream.oldToken(random) : stream.token())
                : null;
        long[] records = records();
        List<Call.Command> commands = new ArrayList<>();
        if (random.nextInt(8) == 0) {
            String next = random.nextInt(3) == 0 ? "" : random.nextBoolean() ? "a" : "once-" + ++tokens;
            commands.add(new Call.Fence(random.nextInt(records.length), next));
        } else if (trims && random.nextInt(20) == 0) {
            commands.add(new Call.Trim(records.length - 1, Math.max(0, stream.tail() + 3 - random.nextInt(20))));
        }
        return new Call.Append(records, commands, match < 0 ? Call.Append.ANY : match, token, 0);
    }

    private void execute(int client, Deque<Pending> pending) {
        List<Pending> waiting =
                pending.stream().filter(one -> one.answer == null).toList();
        if (waiting.isEmpty()) {
            return;
        }
        Pending next = waiting.get(0);
        if (client < SESSIONS && stream.now(Mistake.HOLE_IN_SESSION, waiting.size() > 1)) {
            pending.remove(next);
            next = waiting.get(1);
        }
        Pending other = someAppendUnderWay(client);
        boolean before = stream.hasMistaken();
        next.answer = stream.answer(next.call, next.known, other == null ? null : (Call.Append) other.call);
        if (stream.hasMistaken() && !before) {
            if (mistake == Mistake.NOT_DURABLE_READ && other != null) {
                clients.get(other.place < 0 ? 0 : operations.get(other.place).client())
                        .remove(other);
            }
            time++;
            while (!pending.isEmpty() && pending.peek().answer != null) {
                answered(client, pending.remove());
            }
        }
    }

    private @Nullable Pending someAppendUnderWay(int notOf) {
        for (int client = SESSIONS; client < CLIENTS; client++) {
            Pending first = clients.get(client).peek();
            if (client != notOf && first != null && first.answer == null && first.call instanceof Call.Append) {
                return first;
            }
        }
        return null;
    }

    private void answered(int client, Pending pending) {
        Answer answer = pending.answer;
        if (answer instanceof Answer.Acknowledged ack && random.nextInt(4) == 0 && !stream.hasMistaken()) {
            answer = new Answer.Acknowledged(ack.start(), ack.end(), stream.tail());
        }
        operations.set(pending.place, new Operation(client, pending.called, time, pending.call, answer));
        known = Math.max(known, told(answer));
    }

    private static long told(Answer answer) {
        if (answer instanceof Answer.Acknowledged ack) {
            return ack.end();
        }
        if (answer instanceof Answer.SeqNumMismatch mismatch) {
            return mismatch.tail();
        }
        return answer instanceof Answer.Records records && records.digests().length > 0 ? records.next() : 0;
    }

    /** @param crash whether what is under way is never answered */
    private void crashOrWait(boolean crash) {
        for (int client = 0; client < CLIENTS; client++) {
            Deque<Pending> pending = clients.get(client);
            while (!pending.isEmpty()) {
                Pending one = pending.peek();
                if (crash) {
                    pending.remove();
                    if (mistake == null && one.answer == null && client >= SESSIONS && random.nextInt(3) == 0) {
                        late.add(one);
                    }
                } else if (one.answer == null) {
                    execute(client, pending);
                } else {
                    time++;
                    answered(client, pending.remove());
                }
            }
        }
        Arrays.fill(sessions, 0);
    }

    private void readAll() {
        final int limit = 1000;
        while (true) {
            time++;
            long called = time;
            Call.Read read = new Call.Read(readFrom, limit);
            Answer answer = stream.answer(read, 0, null);
            time++;
            operations.add(new Operation(0, called, time, read, answer));
            if (!(answer instanceof Answer.Records records) || records.digests().length == 0) {
                break;
            }
            readFrom = (int) records.next();
        }
        time++;
        operations.add(new Operation(
                0, time, time + 1, Call.CheckTail.CHECK_TAIL, stream.answer(Call.CheckTail.CHECK_TAIL, 0, null)));
    }
}
