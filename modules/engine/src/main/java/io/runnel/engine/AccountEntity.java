package io.runnel.engine;

import io.runnel.model.BasinInfo;
import io.runnel.model.BasinName;
import io.runnel.model.EntityIds;
import io.runnel.model.Outcome;
import io.runnel.model.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * The account: the list of basins. Each {@link BasinEntity} decides about itself and tells the account, which answers
 * listings, and wakes the basins one after the other, for ever, so that none with unfinished duties is forgotten after a
 * node was lost.
 */
final class AccountEntity
        extends EventSourcedBehaviorWithEnforcedReplies<AccountEntity.Message, AccountEvent, AccountState> {
    /** Everything the actor receives. */
    sealed interface Message {}

    /** What others send, through the region of the account. */
    sealed interface Command extends Message {}

    record ListBasins(Page.Request page, ActorRef<Outcome<Page<BasinInfo>>> replyTo) implements Command {}

    /**
     * From a basin: list me like this.
     *
     * @param version counts the basin's changes; older ones than what is listed are acknowledged and ignored
     * @param info null to be taken off the list
     */
    record Index(BasinName basin, long version, @Nullable BasinInfo info, ActorRef<Indexed> replyTo)
            implements Command {}

    /** The list says what this version of the basin said, or something newer; durably. */
    record Indexed(long version) {}

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
    private final TimerScheduler<Message> timers;
    private final Consumer<BasinEntity.Wake> basins;
    private final Answers answers;
    private final BasinSettings settings;
    private final List<Index> waiting = new ArrayList<>();
    private String sweptTo = "";

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
        return new AccountState();
    }

    @Override
    public EventHandler<AccountState, AccountEvent> eventHandler() {
        return AccountState::apply;
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
                .onCommand(Index.class, this::onIndex)
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

    private ReplyEffect<AccountEvent, AccountState> onIndex(AccountState state, Index index) {
        if (waiting.isEmpty()) {
            context.getSelf().tell(Signal.COMMIT);
        }
        waiting.add(index);
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
        List<Index> batch = List.copyOf(waiting.subList(0, Math.min(waiting.size(), MAX_EVENTS)));
        waiting.subList(0, batch.size()).clear();
        if (!waiting.isEmpty()) {
            context.getSelf().tell(Signal.COMMIT);
        }
        // Of one basin only the newest counts.
        Map<BasinName, Index> newest = new HashMap<>();
        batch.forEach(index ->
                newest.merge(index.basin(), index, (one, other) -> one.version() >= other.version() ? one : other));
        List<AccountEvent> events = new ArrayList<>();
        for (Index index : newest.values()) {
            AccountEvent event = state.eventFor(index);
            if (event != null) {
                events.add(event);
            }
        }
        if (events.isEmpty()) {
            acknowledge(batch);
            return Effect().noReply();
        }
        return Effect()
                .persist(events)
                .thenRun((AccountState after) -> acknowledge(batch))
                .thenNoReply();
    }

    private static void acknowledge(List<Index> batch) {
        batch.forEach(index -> index.replyTo().tell(new Indexed(index.version())));
    }

    private ReplyEffect<AccountEvent, AccountState> sweep(AccountState state) {
        int wakes = Math.min(MAX_WAKES_A_SWEEP, 1 + state.basins().size() / SWEEPS_A_ROUND);
        for (AccountState.Listed listed : state.basins().tailMap(sweptTo, false).values()) {
            if (wakes-- == 0) {
                return Effect().noReply();
            }
            sweptTo = listed.info().name().value();
            wake(listed);
        }
        sweptTo = "";
        return Effect().noReply();
    }

    private void wake(AccountState.Listed listed) {
        basins.accept(new BasinEntity.Wake(listed.info().name(), listed.version()));
    }
}
