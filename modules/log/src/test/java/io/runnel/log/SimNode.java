package io.runnel.log;

import io.runnel.objectstore.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A node that writes and reads entities through its log, and whether the log keeps its word. */
final class SimNode {
    private static final int ALL = Integer.MAX_VALUE;

    private final SimWorld world;
    private final SimChecker checker;
    private final Simulation.Node process;
    private final SimLog truth;
    private final SimNetwork network;
    private final Random random;
    private final WalLog log;
    private final Set<String> claiming = new HashSet<>();
    private final Map<String, Boolean> claimed = new TreeMap<>();
    private final Map<EntityKey, SimWriter> writers = new HashMap<>();
    private int pending; // reads
    private int acknowledgementsLeft; // if positive
    private boolean leaving;
    private boolean left;

    SimNode(SimWorld world, String name, LogSettings settings, Random random) {
        this.world = world;
        this.checker = world.checker();
        this.process = world.simulation().node();
        this.truth = new SimLog(checker, name, world.mutation().promised(settings));
        this.network = new SimNetwork(world, process, truth, new Random(random.nextLong()));
        this.random = new Random(random.nextLong());
        this.log = new WalLog(
                world.mutation().between(network, truth, world),
                64,
                world.mutation().settings(settings),
                new LogListener() {
                    @Override
                    public void forgotten(int entities) {
                        world.countForgotten(entities);
                    }
                },
                process,
                process.background(new Random(random.nextLong())),
                new Random(random.nextLong()),
                () -> process.execute(process::kill));
    }

    String name() {
        return truth.name();
    }

    SimLog truth() {
        return truth;
    }

    Simulation.Node process() {
        return process;
    }

    SimNetwork network() {
        return network;
    }

    /** Whether it can be asked to do something. */
    boolean works() {
        return process.running() && !leaving && log.failure() == null;
    }

    boolean serves(String shard) {
        return works() && claimed.containsKey(shard);
    }

    /** Whether it has left in peace, or is no more. */
    boolean hasLeft() {
        return left || !process.alive();
    }

    /** Whether nothing that it was asked for is under way. */
    boolean idle() {
        return !process.alive() || (claiming.isEmpty() && pending == 0 && truth.settled());
    }

    void claim(String shard) {
        if (claimed.containsKey(shard) || !claiming.add(shard)) {
            return;
        }
        trace("claims", shard);
        log.claim(shard).whenComplete((done, failure) -> {
            claiming.remove(shard);
            if (failure == null) {
                trace("has claimed", shard);
                checker.hasClaimed(truth, shard);
                List<EntityKey> entities = SimScenario.entities(shard);
                if (entities.stream().allMatch(key -> inherit(key, shard))) {
                    claimed.put(shard, true);
                    if (random.nextBoolean()) {
                        entities.forEach(key -> readWhole(key, 0));
                    }
                }
            } else {
                requireExcuse(failure);
            }
        });
    }

    /** @return false if another node has taken over meanwhile, and what there is to be seen is of no time */
    private boolean inherit(EntityKey key, String shard) {
        List<LogEntry> all = checker.durable(key, shard);
        int known = checker.durable(key, shard, truth).size();
        EntityRow row = log.row(key);
        // Who has been replaced meanwhile may have seen more, but never less.
        while (known < all.size() && !SimEntities.mayShow(row, SimEntities.after(null, all.subList(0, known)))) {
            known++;
        }
        EntityRow expected = SimEntities.after(null, all.subList(0, known));
        boolean same = SimEntities.mayShow(row, expected);
        checker.require(
                same || !checker.isLastOwner(truth, shard),
                "I-ACK",
                "%s finds %s of %s, not %s",
                name(),
                row,
                key,
                expected);
        if (same) {
            writers.put(key, new SimWriter(key, shard, random, all.subList(0, known)));
        }
        return same;
    }

    void append(EntityKey key, int largest) {
        SimWriter writer = writer(key);
        LogEntry entry = writer.next(process.epochMillis(), largest, log.row(key) == null);
        int place = truth.append(entry);
        Runnable durable = () -> {
            if (--acknowledgementsLeft == 0) {
                world.crash(process);
            }
            if (!process.alive()) {
                return; // in the middle of an object
            }
            trace("acknowledges", place);
            world.countAcknowledged();
            truth.durable(place);
            checker.told(entry);
            writer.durable(entry);
            EntityRow row = log.row(key);
            checker.require(
                    row != null && SimEntities.age(row.generation(), row.revision()) >= SimEntities.age(entry),
                    "I-VIS",
                    "%s does not show %s",
                    name(),
                    entry);
        };
        boolean inTurn = world.mutation().tellsInTurn();
        if (!inTurn) {
            truth.tellLater(durable);
        }
        log.append(entry, new EntryLog.AppendCallback() {
            @Override
            public void durable() {
                if (inTurn) {
                    durable.run();
                }
            }

            @Override
            public void failed(Throwable cause) {
                truth.failed(place);
                requireExcuse(cause);
            }
        });
    }

    void checkRows() {
        for (SimWriter writer : writers.values()) {
            EntityRow row = log.row(writer.key());
            checker.require(
                    SimEntities.mayShow(row, writer.row()), "I-VIS", "%s shows %s, not %s", name(), row, writer.row());
        }
    }

    void read(EntityKey key) {
        EntityRow row = log.row(key);
        if (row != null) {
            long from = random.nextInt(1 + (int) row.nextSeq());
            read(key, row, from, from + 1 + random.nextInt(30), random.nextInt(2000));
        }
    }

    private void readWhole(EntityKey key, long from) {
        EntityRow row = writer(key).row();
        if (row != null) {
            read(key, row, from, Long.MAX_VALUE, ALL);
        }
    }

    private void read(EntityKey key, EntityRow row, long from, long until, int maxBytes) {
        SimWriter writer = writer(key);
        RefQuery query = query(key, row, from, until, 0);
        List<LogEntry> visible = List.copyOf(writer.visible());
        pend(log.read(key, row.generation(), from, until, maxBytes), all -> {
            List<LogEntry> found = known(all, row, writer.shard());
            RefQuery late = SimEntities.at(query, world.simulation().latestMillis());
            boolean trimmed = mayBeTrimmed(key, row, writer.shard());
            List<LogEntry> least = trimmed ? List.of() : SimEntities.readable(visible, late);
            List<LogEntry> most = SimEntities.readable(checker.durable(key, writer.shard()), query);
            int gone = trimmed ? most.size() : SimEntities.expiredAtStart(most, late.nowMillis());
            long bytes = 0;
            int next = 0;
            for (int i = 0; i < found.size(); i++) {
                bytes += found.get(i).payload().length;
                while (next < gone && !SimEntities.same(found.get(i), most.get(next))) {
                    next++;
                }
                checker.require(
                        next < most.size() && SimEntities.same(found.get(i), most.get(next)),
                        "I-ONCE",
                        "%s reads %s where there is %s; %s",
                        name(),
                        found.get(i),
                        next < most.size() ? most.get(next) : "nothing",
                        query);
                next++;
                checker.require(i == 0 || bytes <= maxBytes, "I-BOUND", "%s reads too much; %s", name(), query);
            }
            checker.require(!found.isEmpty() || least.isEmpty(), "I-CONTIG", "%s reads nothing; %s", name(), query);
            if (maxBytes == ALL && found.size() < least.size()) {
                // It may give less than there is, but must give the rest when asked again.
                readWhole(key, found.get(found.size() - 1).nextSeq());
            }
        });
    }

    /** Who has been replaced may find entries of its successors, of some and not of others; nobody asks it for these. */
    private List<LogEntry> known(List<LogEntry> found, EntityRow row, String shard) {
        return checker.isLastOwner(truth, shard)
                ? found
                : found.stream()
                        .filter(entry -> entry.firstSeq() < row.nextSeq())
                        .toList();
    }

    /** Since it was asked for, by this node or by its successor, of which it knows nothing. */
    private boolean mayBeTrimmed(EntityKey key, EntityRow before, String shard) {
        EntityRow now = log.row(key);
        return !checker.isLastOwner(truth, shard)
                || now == null
                || now.generation() != before.generation()
                || now.floor() != before.floor();
    }

    /** What it answers is all that anybody had been told when it was asked. */
    void ask(EntityKey key) {
        LogEntry told = checker.told(key);
        EntityRow row = log.row(key);
        trace("is asked about", key);
        pend(log.confirm(), confirmed -> {
            boolean knows = row == null
                    ? told == null || checker.hasEndedSince(told)
                    : told == null || SimEntities.age(told) <= SimEntities.age(row.generation(), row.revision());
            checker.require(
                    knows, "I-LIN", "%s answers %s of %s, and somebody had been told %s", name(), row, key, told);
        });
    }

    void seek(EntityKey key) {
        EntityRow row = log.row(key);
        if (row == null) {
            return;
        }
        SimWriter writer = writer(key);
        long from = random.nextInt(1 + (int) row.nextSeq());
        long until = from + 1 + random.nextInt(30);
        long timestamp = random.nextInt(2 + (int) row.lastTimestamp());
        RefQuery query = query(key, row, from, until, timestamp);
        List<LogEntry> visible = List.copyOf(writer.visible());
        pend(log.seek(key, row.generation(), timestamp, from, until), found -> {
            RefQuery late = SimEntities.at(query, world.simulation().latestMillis());
            OptionalLong least = SimEntities.sought(visible, late);
            OptionalLong most = SimEntities.sought(checker.durable(key, writer.shard()), query);
            if (mayBeTrimmed(key, row, writer.shard())) {
                return;
            }
            OptionalLong latest = SimEntities.sought(checker.durable(key, writer.shard()), late);
            boolean between = found.isPresent()
                    && most.isPresent()
                    && found.getAsLong() >= most.getAsLong()
                    && (latest.isEmpty() || found.getAsLong() <= latest.getAsLong());
            checker.require(
                    between || (found.isEmpty() && least.isEmpty()),
                    "I-TS",
                    "%s seeks to %s, not %s; %s",
                    name(),
                    found,
                    most,
                    query);
        });
    }

    /** Everything there is, once nothing disturbs any more. */
    void readAll() {
        checkRows();
        for (SimWriter writer : writers.values()) {
            List<LogEntry> all = checker.durable(writer.key(), writer.shard());
            SimEntities.requireOrder(checker, all);
            checker.require(
                    all.size() == writer.visible().size(), "I-ACK", "%s does not know all of %s", name(), writer.key());
            readWhole(writer.key(), 0);
        }
    }

    private RefQuery query(EntityKey key, EntityRow row, long from, long until, long timestamp) {
        return new RefQuery(
                key, row.generation(), Math.max(from, row.floor()), until, timestamp, 0, process.epochMillis());
    }

    private <T> void pend(CompletionStage<T> answer, Consumer<T> check) {
        pending++;
        answer.whenComplete((found, failure) -> {
            pending--;
            if (failure == null) {
                check.accept(found);
            } else if (!(Backoff.cause(failure) instanceof StoreException)) {
                requireExcuse(failure);
            }
        });
    }

    /** It dies as it tells of the n-th entry from now on. */
    void crashAtAcknowledgement(int n) {
        acknowledgementsLeft = n;
    }

    /** Whatever is under way. */
    void close() {
        leaving = true;
        trace("closes", null);
        log.close();
        process.execute(this::requireNoClaim);
    }

    void leave() {
        leaving = true;
        trace("leaves", null);
        log.shutdown().whenComplete((done, failure) -> {
            left = true;
            process.execute(this::requireNoClaim);
            if (failure != null) {
                requireExcuse(failure);
            }
        });
    }

    private void requireNoClaim() {
        checker.require(claiming.isEmpty(), "I-LIVE", "%s is closed, and still claims %s", name(), claiming);
    }

    /** A log fails for a reason, or not at all. */
    private void requireExcuse(Throwable failure) {
        Throwable cause = Backoff.cause(failure);
        trace("is told", cause);
        if (cause instanceof LogFencedException) {
            checker.require(truth.hasSeal(), "I-OWN", "%s believes it has been replaced: %s", name(), cause);
        } else if (cause instanceof StoreException) {
            checker.require(network.hasBeenDenied(), "I-LIVE", "%s gives up: %s", name(), cause);
        } else if (cause instanceof CorruptLogException) {
            checker.require(world.damages(), "I-CRC", "%s finds damage: %s", name(), cause);
        } else {
            checker.require(
                    cause instanceof LogClosedException && leaving, "no bug", "%s fails: %s", name(), stack(cause));
        }
    }

    static String stack(Throwable cause) {
        List<String> lines = new ArrayList<>(List.of(cause.toString()));
        for (StackTraceElement element : cause.getStackTrace()) {
            lines.add(element.toString());
        }
        return String.join("\n    ", lines);
    }

    private SimWriter writer(EntityKey key) {
        SimWriter writer = writers.get(key);
        if (writer == null) {
            throw new IllegalStateException(name() + " does not serve " + key);
        }
        return writer;
    }

    private void trace(String what, @Nullable Object detail) {
        world.trace().add(name(), what, detail);
    }
}
