package io.runnel.engine;

import io.runnel.engine.BasinEvent.BasinCreated;
import io.runnel.engine.BasinEvent.BasinDeletionBegun;
import io.runnel.engine.BasinEvent.BasinEnded;
import io.runnel.engine.BasinEvent.BasinRemoved;
import io.runnel.engine.BasinEvent.StreamCreated;
import io.runnel.engine.BasinEvent.StreamDeletionBegun;
import io.runnel.engine.BasinEvent.StreamReconfigured;
import io.runnel.engine.BasinEvent.StreamRemoved;
import io.runnel.engine.BasinEvent.StreamTold;
import io.runnel.model.BasinName;
import io.runnel.model.Outcome;
import io.runnel.model.StreamName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * What a basin owes the world because of what is durable: telling streams and the account of changes, removing what has
 * been deleted, deleting what has been empty for long. All of it can be told from the catalogue, so a recovery forgets
 * nothing. Part of {@link BasinEntity}, and of its thread.
 */
final class BasinDuties {
    private static final int MAX_CHECKS_AT_ONCE = 500;
    private static final Duration TICK = Duration.ofMillis(100);

    private record Removal(long dueMillis, StreamName stream, int generation) {}

    private final Deque<Removal> removals = new ArrayDeque<>();
    private final BasinName name;
    private final BasinEntity.World world;
    private final BasinSettings settings;
    private final Clock clock;
    private final BasinChanges changes;
    private final BasinGenerations generations;
    private final TimerScheduler<BasinEntity.Message> timers;
    private final ActorRef<StreamLink.Emptiness> checkedBy;
    private final StreamNotices notices;
    private final AccountLink account;
    private final EmptinessWatch emptiness;
    /** Where the deletion of all streams of a deleted basin has got to; null before the first. */
    private @Nullable String sweptTo;

    private boolean removalAsked;

    BasinDuties(
            BasinName name,
            BasinEntity.World world,
            BasinChanges changes,
            BasinGenerations generations,
            TimerScheduler<BasinEntity.Message> timers,
            ActorRef<StreamLink.Acknowledged> acknowledgedTo,
            ActorRef<StreamLink.Emptiness> checkedBy,
            ActorRef<AccountEntity.Indexed> listedTo) {
        this.name = name;
        this.world = world;
        this.settings = world.settings();
        this.clock = world.clock();
        this.changes = changes;
        this.generations = generations;
        this.timers = timers;
        this.checkedBy = checkedBy;
        this.notices =
                new StreamNotices(name, message -> world.streams().get().tell(message), acknowledgedTo, settings);
        this.account = new AccountLink(name, message -> world.account().get().tell(message), listedTo, settings);
        this.emptiness = new EmptinessWatch(settings.emptyCheckInterval().toMillis());
    }

    void recovered(Catalogue catalogue) {
        removals.clear();
        notices.clear();
        account.clear();
        emptiness.clear();
        generations.clear();
        sweptTo = null;
        removalAsked = false;
        long now = clock.millis();
        account.tell(catalogue, now);
        for (Map.Entry<String, CatalogueEntry> stream : catalogue.streams().entrySet()) {
            CatalogueEntry entry = stream.getValue();
            if (!entry.told()) {
                notices.tell(new StreamName(stream.getKey()), entry, now);
            }
            if (!entry.deleting() && EmptinessWatch.enabled(entry.config())) {
                emptiness.recovered(new StreamName(stream.getKey()), entry.config(), now);
            }
        }
        timers.startTimerWithFixedDelay(BasinEntity.Signal.CHECK_EMPTINESS, settings.emptyCheckInterval());
        sweep(catalogue);
        keepTicking(catalogue);
    }

    /** Does what events that have just become durable oblige to. */
    void follow(Catalogue catalogue, List<BasinEvent> events) {
        long now = clock.millis();
        for (BasinEvent event : events) {
            if (event instanceof StreamCreated created) {
                emptiness.configured(created.stream(), created.config(), now);
            } else if (event instanceof StreamReconfigured changed) {
                emptiness.configured(changed.stream(), changed.config(), now);
                tell(catalogue, changed.stream(), now);
            } else if (event instanceof StreamDeletionBegun begun) {
                emptiness.forget(begun.stream());
                tell(catalogue, begun.stream(), now);
            } else if (event instanceof BasinCreated
                    || event instanceof BasinDeletionBegun
                    || event instanceof BasinRemoved) {
                sweptTo = null;
                removalAsked = false;
                generations.begun();
                account.tell(catalogue, now);
            } else if (event instanceof BasinEnded ended) {
                generations.clear();
                generations.forget(ended.version());
            }
        }
        sweep(catalogue);
        keepTicking(catalogue);
    }

    void whenTold(StreamName stream, StreamNotices.Waiter waiter) {
        notices.whenTold(stream, clock.millis(), waiter);
    }

    void whenListed(Runnable action) {
        account.whenListed(action);
    }

    void listed(Catalogue catalogue, long version) {
        account.acknowledged(version);
        if (account.isSettled() && catalogue.isLeaving()) {
            generations.retire(catalogue, clock.millis());
            keepTicking(catalogue);
        } else if (account.isSettled() && catalogue.isRemoved()) {
            generations.forget(version);
        }
    }

    /** The account knows what must be remembered of the basin: nothing else need be. */
    void retired(Catalogue catalogue, AccountEntity.Retired ack) {
        if (generations.retired(catalogue, ack)) {
            changes.ofBasin(
                    (current, now) -> new Verdict<>(
                            current.isLeaving() && current.version() == ack.version()
                                    ? new BasinEnded(current.generation(), current.version())
                                    : null,
                            Outcome.accepted()),
                    (current, outcome) -> {});
        }
    }

    void askFloor(Catalogue catalogue) {
        generations.ask(clock.millis());
        keepTicking(catalogue);
    }

    void acknowledged(Catalogue catalogue, StreamLink.Acknowledged ack) {
        CatalogueEntry entry = catalogue.stream(ack.stream());
        if (!notices.acknowledged(ack) || entry == null) {
            return;
        }
        if (entry.deleting()) {
            long due = clock.millis() + settings.removalDelay().toMillis();
            removals.add(new Removal(due, ack.stream(), ack.generation()));
            keepTicking(catalogue);
        } else {
            change(ack.stream(), (current, now) -> new StreamTold(ack.stream(), ack.configVersion()));
        }
    }

    void tick(Catalogue catalogue) {
        long now = clock.millis();
        notices.tick(now);
        account.tick(now);
        generations.tick(catalogue, now);
        while (!removals.isEmpty() && removals.getFirst().dueMillis() <= now) {
            Removal removal = removals.removeFirst();
            change(removal.stream(), (current, at) -> {
                CatalogueEntry entry = current.stream(removal.stream());
                return entry != null && entry.generation() == removal.generation()
                        ? new StreamRemoved(removal.stream())
                        : null;
            });
        }
        sweep(catalogue);
        keepTicking(catalogue);
    }

    void woken(Catalogue catalogue, long listedVersion) {
        boolean stays = catalogue.isRemoved() && !catalogue.isLeaving() && listedVersion == catalogue.version();
        if (catalogue.isBlank() || stays) {
            generations.forget(listedVersion);
        } else if (listedVersion != catalogue.version() && account.isSettled()) {
            account.repeat(catalogue, clock.millis());
            keepTicking(catalogue);
        }
    }

    void signOfLife(StreamName stream) {
        emptiness.signOfLife(stream);
    }

    void emptinessExpected(Catalogue catalogue, StreamLink.EmptinessExpected expected) {
        CatalogueEntry entry = living(catalogue, expected.stream(), expected.generation());
        if (entry != null && EmptinessWatch.enabled(entry.config())) {
            emptiness.expect(expected.stream(), expected.notBeforeMillis());
        }
    }

    void checkEmptiness(Catalogue catalogue) {
        List<StreamName> due = emptiness.due(clock.millis(), MAX_CHECKS_AT_ONCE);
        for (StreamName stream : due) {
            CatalogueEntry entry = catalogue.stream(stream);
            if (entry == null || entry.deleting() || !EmptinessWatch.enabled(entry.config())) {
                emptiness.forget(stream);
            } else {
                world.streams().get().tell(new StreamLink.CheckEmpty(name, stream, entry.generation(), checkedBy));
            }
        }
        if (due.size() == MAX_CHECKS_AT_ONCE) {
            timers.startSingleTimer("more-checks", BasinEntity.Signal.CHECK_EMPTINESS, Duration.ofSeconds(1));
        }
    }

    void checked(Catalogue catalogue, StreamLink.Emptiness answer) {
        CatalogueEntry entry = living(catalogue, answer.stream(), answer.generation());
        if (entry != null && emptiness.answered(answer, entry.config(), clock.millis())) {
            change(
                    answer.stream(),
                    (current, now) -> emptiness.isDoomed(
                                    answer.stream(),
                                    living(current, answer.stream(), answer.generation()),
                                    now.toEpochMilli())
                            ? new StreamDeletionBegun(answer.stream(), now)
                            : null);
        }
    }

    boolean isDone(Catalogue catalogue) {
        return notices.isEmpty()
                && removals.isEmpty()
                && account.isSettled()
                && !catalogue.isLeaving()
                && !generations.isAsking();
    }

    /** Goes on with the deletion of a basin: first all its streams, a window of them at a time, then itself. */
    private void sweep(Catalogue catalogue) {
        Incarnation basin = catalogue.basin();
        Instant deletedAt = basin == null ? null : basin.deletedAt();
        if (deletedAt == null || !changes.isEmpty()) {
            return;
        }
        int room = settings.deletionWindow() - catalogue.deletingStreams();
        while (room > 0) {
            Map.Entry<String, CatalogueEntry> next = sweptTo == null
                    ? catalogue.streams().firstEntry()
                    : catalogue.streams().higherEntry(sweptTo);
            if (next == null) {
                break;
            }
            sweptTo = next.getKey();
            if (!next.getValue().deleting()) {
                room--;
                delete(new StreamName(next.getKey()));
            }
        }
        // Even an empty basin is seen deleting for a moment, like its streams.
        boolean due = !clock.instant().isBefore(deletedAt.plus(settings.removalDelay()));
        if (catalogue.streams().isEmpty() && due && !removalAsked) {
            removalAsked = true;
            changes.ofBasin(
                    (current, now) -> new Verdict<>(
                            current.streams().isEmpty()
                                            && current.requireBasin().deleting()
                                    ? new BasinRemoved()
                                    : null,
                            Outcome.accepted()),
                    (current, outcome) -> {});
        }
    }

    private void delete(StreamName stream) {
        change(stream, (current, now) -> {
            CatalogueEntry entry = current.stream(stream);
            return entry == null || entry.deleting() ? null : new StreamDeletionBegun(stream, now);
        });
    }

    @FunctionalInterface
    private interface Rule {
        @Nullable
        BasinEvent decide(Catalogue catalogue, Instant now);
    }

    /** Queues a change that nobody waits for. */
    private void change(StreamName stream, Rule rule) {
        changes.ofStream(
                stream,
                (current, generation, now) -> new Verdict<>(rule.decide(current, now), Outcome.accepted()),
                (current, outcome) -> {});
    }

    private void tell(Catalogue catalogue, StreamName stream, long now) {
        CatalogueEntry entry = catalogue.stream(stream);
        if (entry != null) {
            notices.tell(stream, entry, now);
        }
    }

    private static @Nullable CatalogueEntry living(Catalogue catalogue, StreamName stream, int generation) {
        CatalogueEntry entry = catalogue.stream(stream);
        return entry == null || entry.deleting() || entry.generation() != generation ? null : entry;
    }

    private void keepTicking(Catalogue catalogue) {
        Incarnation basin = catalogue.basin();
        boolean deleting = basin != null && basin.deleting();
        if ((deleting || !isDone(catalogue)) && !timers.isTimerActive(BasinEntity.Signal.TICK)) {
            timers.startSingleTimer(BasinEntity.Signal.TICK, TICK);
        }
    }
}
