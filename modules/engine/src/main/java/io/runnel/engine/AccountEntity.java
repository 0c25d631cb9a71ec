package io.runnel.engine;

import io.runnel.model.BasinInfo;
import io.runnel.model.BasinName;
import io.runnel.model.EntityIds;
import io.runnel.model.Outcome;
import io.runnel.model.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.SnapshotAdapter;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.jspecify.annotations.Nullable;

/**
 * The account: the list of basins, and the one number that is left of those that have ended (docs/adr/0020). Each {@link BasinEntity} decides about itself and tells the account, which answers
 * listings, and wakes the basins one after the other, for ever, so that none with unfinished duties is forgotten after a
 * node was lost.
 */
final class AccountEntity
        extends EventSourcedBehaviorWithEnforcedReplies<AccountEntity.Message, AccountEvent, AccountState> {
    /** Everything the actor receives. */
    sealed interface Message {}

    /** What others send, through the region of the account. */
    sealed interface Command extends Message {}

    /** What basins tell; what comes while something is being persisted is persisted together. */
    sealed interface Told extends Command {
        BasinName basin();

        long version();
    }

    record ListBasins(Page.Request page, ActorRef<Outcome<Page<BasinInfo>>> replyTo) implements Command {}

    /**
     * From a basin: list me like this.
     *
     * @param version counts the basin's changes; older ones than what is listed are acknowledged and ignored
     * @param info null to be taken off the list
     */
    record Index(BasinName basin, long version, @Nullable BasinInfo info, ActorRef<Indexed> replyTo) implements Told {}

    /** The list says what this version of the basin said, or something newer; durably. */
    record Indexed(long version) {}

    /**
     * From a basin that has been removed, before it ends: remember that there were generations up to here.
     *
     * @param lastGeneration of the basin and of all streams that were in it
     */
    record Retire(BasinName basin, long version, int lastGeneration, ActorRef<Retired> replyTo) implements Told {}

    /** The floor is at or above that; durably. */
    record Retired(long version) {}

    /** From a basin: I am no longer what I was in this version, and need not be woken for it. Not acknowledged. */
    record Forget(BasinName basin, long version) implements Told {}

    /**
     * From a basin of which nothing is known: above which generation must I begin?
     *
     * @param question to be repeated in the answer
     */
    record AskFloor(long question, ActorRef<Floor> replyTo) implements Command {}

    /** No basin that had ended when this was asked was of a higher generation, and no stream in one. */
    record Floor(long question, int generation) {}

    private enum Signal implements Message {
        COMMIT,
        SWEEP
    }

    /** Asks the actor to stop. */
    enum Stop implements Message {
        INSTANCE
    }

    /** A basin is woken about once in this many sweeps. */
    private static final int SWEEPS_A_ROUND = 60;

    private static final int MAX_WAKES_A_SWEEP = 200;
    private static final int MAX_EVENTS = 1000;

    private final ActorContext<Message> context;
    /** With which every recovery begins, also one in place: never changed. */
    private final AccountState nothing = new AccountState();

    private final TimerScheduler<Message> timers;
    private final Consumer<BasinEntity.Wake> basins;
    private final Answers answers;
    private final BasinSettings settings;
    private final List<Told> waiting = new ArrayList<>();
    private String sweptTo = "";
    private String leavingSweptTo = "";

    private AccountEntity(
            ActorContext<Message> context,
            TimerScheduler<Message> timers,
            Consumer<BasinEntity.Wake> basins,
            Answers answers,
            BasinSettings settings) {
        super(
                PersistenceId.ofUniqueId(EntityIds.ACCOUNT),
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(10), 0.2));
        this.context = context;
        this.timers = timers;
        this.basins = basins;
        this.answers = answers;
        this.settings = settings;
    }

    static Behavior<Message> create(Consumer<BasinEntity.Wake> basins, Answers answers, BasinSettings settings) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new AccountEntity(context, timers, basins, answers, settings)));
    }

    @Override
    public String journalPluginId() {
        return settings.journal();
    }

    @Override
    public String snapshotPluginId() {
        return settings.snapshotStore();
    }

    @Override
    public AccountState emptyState() {
        return nothing;
    }

    @Override
    public EventHandler<AccountState, AccountEvent> eventHandler() {
        return (state, event) -> (state == nothing ? new AccountState() : state).apply(event);
    }

    @Override
    public SnapshotAdapter<AccountState> snapshotAdapter() {
        return new AccountSnapshot.Adapter();
    }

    @Override
    public boolean shouldSnapshot(AccountState state, AccountEvent event, long sequenceNr) {
        boolean due = state.snapshotIsDue(settings.snapshotAfter());
        if (due) {
            state.snapshotTaken();
        }
        return due;
    }

    @Override
    public SignalHandler<AccountState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.class, (state, recovered) -> {
                    // Deletions under way are picked up at once, everything else in its turn.
                    state.basins().values().stream()
                            .filter(listed -> listed.info().deletedAt() != null)
                            .forEach(this::wake);
                    state.leaving().forEach(this::wake);
                    timers.startTimerWithFixedDelay(Signal.SWEEP, Duration.ofSeconds(1));
                    context.getSelf().tell(Signal.COMMIT);
                })
                .build();
    }

    @Override
    public CommandHandlerWithReply<Message, AccountEvent, AccountState> commandHandler() {
        return newCommandHandlerWithReplyBuilder()
                .forAnyState()
                .onCommand(ListBasins.class, this::onListBasins)
                .onCommand(AskFloor.class, this::onAskFloor)
                .onCommand(Told.class, this::onTold)
                .onCommand(Signal.class, this::onSignal)
                .onCommand(Stop.class, (state, stop) -> Effect().stop().thenNoReply())
                .build();
    }

    private ReplyEffect<AccountEvent, AccountState> onListBasins(AccountState state, ListBasins list) {
        answers.give(
                list.replyTo(),
                Outcome.done(Listing.page(state.basins(), list.page(), (name, listed) -> listed.info())));
        return Effect().noReply();
    }

    /** If it is not certain that the answer would be true, the basin asks again. */
    private ReplyEffect<AccountEvent, AccountState> onAskFloor(AccountState state, AskFloor ask) {
        Floor floor = new Floor(ask.question(), state.floor());
        answers.confirm(() -> ask.replyTo().tell(floor), error -> {});
        return Effect().noReply();
    }

    private ReplyEffect<AccountEvent, AccountState> onTold(AccountState state, Told told) {
        if (waiting.isEmpty()) {
            context.getSelf().tell(Signal.COMMIT);
        }
        waiting.add(told);
        return Effect().noReply();
    }

    private ReplyEffect<AccountEvent, AccountState> onSignal(AccountState state, Signal signal) {
        return switch (signal) {
            case COMMIT -> commit(state);
            case SWEEP -> sweep(state);
        };
    }

    /** Persists whatever came in while the last batch was being persisted. */
    private ReplyEffect<AccountEvent, AccountState> commit(AccountState state) {
        List<Told> batch = List.copyOf(waiting.subList(0, Math.min(waiting.size(), MAX_EVENTS)));
        waiting.subList(0, batch.size()).clear();
        if (!waiting.isEmpty()) {
            context.getSelf().tell(Signal.COMMIT);
        }
        List<AccountEvent> events = state.eventsFor(batch);
        if (events.isEmpty()) {
            acknowledge(batch);
            return Effect().noReply();
        }
        return Effect()
                .persist(events)
                .thenRun((AccountState after) -> acknowledge(batch))
                .thenNoReply();
    }

    private static void acknowledge(List<Told> batch) {
        for (Told told : batch) {
            if (told instanceof Index index) {
                index.replyTo().tell(new Indexed(index.version()));
            } else if (told instanceof Retire retire) {
                retire.replyTo().tell(new Retired(retire.version()));
            }
        }
    }

    private ReplyEffect<AccountEvent, AccountState> sweep(AccountState state) {
        sweptTo = sweep(state.basins(), sweptTo, (name, listed) -> wake(listed));
        leavingSweptTo = sweep(state.leaving(), leavingSweptTo, this::wake);
        return Effect().noReply();
    }

    /** @return where to go on in the next sweep */
    private static <T> String sweep(NavigableMap<String, T> basins, String from, BiConsumer<String, T> wake) {
        int wakes = Math.min(MAX_WAKES_A_SWEEP, 1 + basins.size() / SWEEPS_A_ROUND);
        String sweptTo = from;
        for (Map.Entry<String, T> basin : basins.tailMap(from, false).entrySet()) {
            if (wakes-- == 0) {
                return sweptTo;
            }
            sweptTo = basin.getKey();
            wake.accept(basin.getKey(), basin.getValue());
        }
        return "";
    }

    private void wake(AccountState.Listed listed) {
        wake(listed.info().name().value(), listed.version());
    }

    private void wake(String basin, long version) {
        basins.accept(new BasinEntity.Wake(new BasinName(basin), version));
    }
}
