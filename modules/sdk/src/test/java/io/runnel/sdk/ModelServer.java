package io.runnel.sdk;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A server and a network for one {@link AppendMachine}, in one thread and with a clock of its own. Everything that can be late is
 * late by chance, and whatever can break breaks by chance, at every point of the exchange: frames that were on their way when a
 * connection broke may still arrive, even after those of the next one.
 */
final class ModelServer implements AppendMachine.Driver {
    /** What a client and the server have between them, which outlives the client's interest in it. */
    private static final class Link {
        final Deque<PendingAppend> toServer = new ArrayDeque<>();
        final Deque<Object> toClient = new ArrayDeque<>();
        boolean accepted;
        boolean serverDone;
        /** Nothing leaves this machine any more. */
        boolean stuck;
    }

    private final Random random;
    private final List<Link> links = new ArrayList<>();
    /** One body a record, in the stream's order. */
    final List<String> log = new ArrayList<>();

    final List<PendingAppend> acked = new ArrayList<>();
    final List<AppendAck> acks = new ArrayList<>();
    final List<PendingAppend> refusals = new ArrayList<>();
    final List<RunnelException> reasons = new ArrayList<>();
    /** How likely each step breaks something, of 1000. */
    int trouble;
    /** Somebody else's records get in between, of 1000. */
    int foreign;

    private AppendMachine machine;
    private long now = 1_000_000;
    private long alarm = Long.MAX_VALUE;
    private @Nullable Link link;
    private @Nullable Runnable lookup;
    boolean ended;

    @Nullable
    RunnelException failure;

    ModelServer(long seed) {
        random = new Random(seed);
    }

    void drives(AppendMachine by) {
        machine = by;
    }

    long now() {
        return now;
    }

    boolean chance(int ofThousand) {
        return random.nextInt(1000) < ofThousand;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Something happens somewhere. */
    void step() {
        now += random.nextInt(2_000_000);
        if (chance(foreign)) {
            log.add("foreign" + log.size());
        }
        switch (random.nextInt(7)) {
            case 0 -> accept();
            case 1 -> serverTakes();
            case 2 -> clientTakes();
            case 3 -> answerLookup();
            case 5 -> reportWritten();
            case 4 -> {
                if (chance(trouble)) {
                    breakLink();
                }
            }
            default -> {
                if (alarm != Long.MAX_VALUE && (chance(trouble / 4) || isQuiet())) {
                    now = Math.max(now, alarm);
                }
                if (now >= alarm) {
                    alarm = Long.MAX_VALUE;
                    machine.wake(now);
                }
            }
        }
    }

    private boolean isQuiet() {
        return lookup == null
                && (link == null || (link.accepted && link.toServer.isEmpty() && link.toClient.isEmpty()));
    }

    private void accept() {
        Link opening = link;
        if (opening != null && !opening.accepted) {
            if (chance(trouble)) {
                link = null;
                machine.failed(new ConnectionException("refused", null, true), now);
            } else {
                opening.accepted = true;
                machine.opened(now);
            }
        }
    }

    /** Any connection that has something on its way, those that the client has left included. */
    private void serverTakes() {
        links.removeIf(each -> each != link && each.toServer.isEmpty());
        if (links.isEmpty()) {
            return;
        }
        Link from = links.get(random.nextInt(links.size()));
        PendingAppend frame = from.toServer.poll();
        if (frame == null || from.serverDone) {
            return;
        }
        AppendInput input = frame.input;
        Long match = input.matchSeqNum();
        if (match != null && match != log.size()) {
            from.serverDone = true;
            from.toClient.add(new SeqNumMismatchException(log.size()));
            return;
        }
        if (chance(trouble / 2)) {
            from.serverDone = true;
            boolean landed = random.nextBoolean();
            if (landed) {
                log.addAll(bodies(input));
            }
            from.toClient.add(new ServerException(500, "storage", "perhaps", null));
            return;
        }
        Position start = new Position(log.size(), log.size());
        log.addAll(bodies(input));
        Position end = new Position(log.size(), log.size() - 1);
        from.toClient.add(new AppendAck(start, end, end));
    }

    private void clientTakes() {
        Link from = link;
        if (from == null) {
            return;
        }
        Object message = from.toClient.poll();
        if (message instanceof AppendAck ack) {
            machine.acked(ack, now);
            if (chance(trouble / 8)) {
                machine.advised(now);
            }
        } else if (message instanceof RunnelException refusal) {
            machine.failed(refusal, now);
        }
    }

    private void breakLink() {
        Link broken = link;
        if (broken == null) {
            return;
        }
        // What the network holds arrives, or a part of it, or nothing.
        int lost = random.nextInt(broken.toServer.size() + 1);
        for (int i = 0; i < lost; i++) {
            broken.toServer.removeLast();
        }
        machine.failed(new ConnectionException("cut", null, false), now);
    }

    private void answerLookup() {
        Runnable answer = lookup;
        if (answer != null) {
            lookup = null;
            if (chance(trouble)) {
                machine.lookFailed(new ConnectionException("cut", null, true), now);
            } else {
                answer.run();
            }
        }
    }

    @Override
    public void connect() {
        Link opened = new Link();
        links.add(opened);
        link = opened;
    }

    @Override
    public void send(PendingAppend batch) {
        Link over = link;
        if (over == null) {
            throw new IllegalStateException("nothing is connected");
        }
        PendingAppend onTheWay = new PendingAppend(batch.input, 0);
        over.stuck |= chance(trouble / 4);
        if (over.stuck) {
            return;
        }
        over.toServer.add(onTheWay);
    }

    /** The client hears late, or never, of what has left its machine. */
    private void reportWritten() {
        if (link != null) {
            machine.written(now);
        }
    }

    @Override
    public void finish() {
        link = null;
    }

    @Override
    public void disconnect() {
        link = null;
    }

    @Override
    public void retire() {}

    @Override
    public void lookAtTail() {
        lookup = () -> machine.tailIs(new Position(log.size(), log.size()), now);
    }

    @Override
    public void lookFor(PendingAppend batch) {
        long from = batch.input.matchSeqNum();
        int size = batch.input.size();
        lookup = () -> machine.found(
                ReadRecords.batch(from, log.subList((int) from, (int) Math.min(log.size(), from + size)), null)
                        .records(),
                now);
    }

    @Override
    public void wakeAt(long nanos) {
        alarm = nanos;
    }

    @Override
    public void acknowledged(PendingAppend batch, AppendAck ack) {
        acked.add(batch);
        acks.add(ack);
    }

    @Override
    public void refused(PendingAppend batch, RunnelException why) {
        refusals.add(batch);
        reasons.add(why);
    }

    @Override
    public void retrying(RunnelException why) {}

    @Override
    public void ended(@Nullable RunnelException why) {
        ended = true;
        failure = why;
    }

    /** Lets everything arrive that is still on its way anywhere. */
    void settle() {
        trouble = 0;
        foreign = 0;
        for (int i = 0; i < 20_000; i++) {
            // What was left behind has arrived or is lost. Otherwise a server that is slower than the client is
            // impatient may never
            // get to what was sent last.
            links.removeIf(each -> each != link);
            step();
        }
    }

    static List<String> bodies(AppendInput input) {
        return SequencedBodies.of(input);
    }
}
