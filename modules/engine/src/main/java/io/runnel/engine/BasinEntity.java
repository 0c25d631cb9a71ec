package io.runnel.engine;

import io.runnel.model.BasinConfig;
import io.runnel.model.BasinInfo;
import io.runnel.model.BasinName;
import io.runnel.model.BasinReconfiguration;
import io.runnel.model.EntityIds;
import io.runnel.model.ErrorCode;
import io.runnel.model.Outcome;
import io.runnel.model.Page;
import io.runnel.model.Provisioned;
import io.runnel.model.StreamConfig;
import io.runnel.model.StreamError;
import io.runnel.model.StreamInfo;
import io.runnel.model.StreamName;
import io.runnel.model.StreamOptions;
import io.runnel.model.StreamReconfiguration;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.NotInfluenceReceiveTimeout;
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
 * One basin: its configuration and the catalogue of its streams. It is the authority on both, and on its own existence;
 * the account merely lists what basins tell it. What it answers is durable.
 *
 * <p>Reads are answered at once. Changes are gathered while others are being persisted and go into the journal together
 * ({@link BasinChanges}), so that a thousand creations cost a few writes. What follows from a change, telling streams and
 * the account and finishing deletions, is {@link BasinDuties}' business; it is derived from the catalogue again after
 * every recovery.
 */
final class BasinEntity extends EventSourcedBehaviorWithEnforcedReplies<BasinEntity.Message, BasinEvent, Catalogue> {
    /** Everything the actor receives. */
    sealed interface Message {}

    /** What others send, through the region of basins. */
    sealed interface Command extends Message
            permits CreateBasin,
                    EnsureBasin,
                    GetBasinConfig,
                    ReconfigureBasin,
                    DeleteBasin,
                    ListStreams,
                    CreateStream,
                    EnsureStream,
                    GetStreamConfig,
                    ReconfigureStream,
                    DeleteStream,
                    Wake,
                    StreamLink.Resolve,
                    StreamLink.EmptinessExpected {
        BasinName basin();
    }

    record CreateBasin(
            BasinName basin,
            BasinConfig config,
            @Nullable String token,
            ActorRef<Outcome<Provisioned<BasinInfo>>> replyTo)
            implements Command {}

    record EnsureBasin(BasinName basin, BasinConfig config, ActorRef<Outcome<Provisioned<BasinInfo>>> replyTo)
            implements Command {}

    record GetBasinConfig(BasinName basin, ActorRef<Outcome<BasinConfig>> replyTo) implements Command {}

    record ReconfigureBasin(BasinName basin, BasinReconfiguration change, ActorRef<Outcome<BasinConfig>> replyTo)
            implements Command {}

    record DeleteBasin(BasinName basin, ActorRef<Outcome<Void>> replyTo) implements Command {}

    record ListStreams(BasinName basin, Page.Request page, ActorRef<Outcome<Page<StreamInfo>>> replyTo)
            implements Command {}

    record CreateStream(
            BasinName basin,
            StreamName stream,
            StreamOptions options,
            @Nullable String token,
            ActorRef<Outcome<Provisioned<StreamInfo>>> replyTo)
            implements Command {}

    record EnsureStream(
            BasinName basin,
            StreamName stream,
            StreamOptions options,
            ActorRef<Outcome<Provisioned<StreamInfo>>> replyTo)
            implements Command {}

    record GetStreamConfig(BasinName basin, StreamName stream, ActorRef<Outcome<StreamConfig>> replyTo)
            implements Command {}

    record ReconfigureStream(
            BasinName basin, StreamName stream, StreamReconfiguration change, ActorRef<Outcome<StreamConfig>> replyTo)
            implements Command {}

    record DeleteStream(BasinName basin, StreamName stream, ActorRef<Outcome<Void>> replyTo) implements Command {}

    /**
     * From the account, now and then: makes a basin with unfinished duties pick them up wherever it lives now.
     *
     * @param listedVersion what the account knows of it
     */
    record Wake(BasinName basin, long listedVersion) implements Command, NotInfluenceReceiveTimeout {}

    /** To the actor from itself. */
    enum Signal implements Message, NotInfluenceReceiveTimeout {
        /** Changes are waiting, and nothing is being persisted. */
        COMMIT,
        /** Something may have to be repeated or finished. */
        TICK,
        /** Streams may be due for deletion on empty. */
        CHECK_EMPTINESS,
        /** Nobody has asked for a while. */
        IDLE,
        STOP
    }

    private record FromStream(StreamLink.Acknowledged ack) implements Message {}

    private record Checked(StreamLink.Emptiness answer) implements Message {}

    private record FromAccount(AccountEntity.Indexed ack) implements Message {}

    private record FloorTold(AccountEntity.Floor answer) implements Message {}

    private record RetirementNoted(AccountEntity.Retired ack) implements Message {}

    /** What a basin needs of the world. */
    record World(
            Supplier<ActorRef<? super AccountEntity.Command>> account,
            Supplier<ActorRef<? super StreamLink.FromBasin>> streams,
            Consumer<ActorRef<Message>> passivate,
            Answers answers,
            Clock clock,
            BasinSettings settings) {}

    private final ActorContext<Message> context;
    /** With which every recovery begins, also one in place: never changed. */
    private final Catalogue nothing = new Catalogue();

    private final BasinName name;
    private final World world;
    private final BasinChanges changes;
    private final BasinGenerations generations;
    private final BasinDuties duties;

    private BasinEntity(ActorContext<Message> context, TimerScheduler<Message> timers, BasinName name, World world) {
        super(
                PersistenceId.ofUniqueId(EntityIds.basin(name)),
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(10), 0.2));
        this.context = context;
        this.name = name;
        this.world = world;
        this.changes = new BasinChanges(world.clock(), () -> context.getSelf().tell(Signal.COMMIT));
        this.generations = new BasinGenerations(
                name,
                message -> world.account().get().tell(message),
                world.answers(),
                context.messageAdapter(AccountEntity.Floor.class, FloorTold::new),
                context.messageAdapter(AccountEntity.Retired.class, RetirementNoted::new),
                world.settings());
        this.duties = new BasinDuties(
                name,
                world,
                changes,
                generations,
                timers,
                context.messageAdapter(StreamLink.Acknowledged.class, FromStream::new),
                context.messageAdapter(StreamLink.Emptiness.class, Checked::new),
                context.messageAdapter(AccountEntity.Indexed.class, FromAccount::new));
    }

    static Behavior<Message> create(BasinName name, World world) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new BasinEntity(context, timers, name, world)));
    }

    @Override
    public String journalPluginId() {
        return world.settings().journal();
    }

    @Override
    public String snapshotPluginId() {
        return world.settings().snapshotStore();
    }

    @Override
    public Catalogue emptyState() {
        return nothing;
    }

    @Override
    public EventHandler<Catalogue, BasinEvent> eventHandler() {
        return (catalogue, event) -> (catalogue == nothing ? new Catalogue() : catalogue).apply(event);
    }

    @Override
    public SnapshotAdapter<Catalogue> snapshotAdapter() {
        return new CatalogueSnapshot.Adapter();
    }

    @Override
    public boolean shouldSnapshot(Catalogue catalogue, BasinEvent event, long sequenceNr) {
        boolean due = catalogue.snapshotIsDue(world.settings().snapshotAfter());
        if (due) {
            catalogue.snapshotTaken();
        }
        return due;
    }

    @Override
    public SignalHandler<Catalogue> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.class, (catalogue, recovered) -> {
                    duties.recovered(catalogue);
                    changes.recovered();
                    watchIdleness(catalogue);
                })
                .build();
    }

    @Override
    public CommandHandlerWithReply<Message, BasinEvent, Catalogue> commandHandler() {
        return newCommandHandlerWithReplyBuilder()
                .forAnyState()
                .onCommand(CreateBasin.class, this::onCreateBasin)
                .onCommand(EnsureBasin.class, this::onEnsureBasin)
                .onCommand(GetBasinConfig.class, this::onGetBasinConfig)
                .onCommand(ReconfigureBasin.class, this::onReconfigureBasin)
                .onCommand(DeleteBasin.class, this::onDeleteBasin)
                .onCommand(ListStreams.class, this::onListStreams)
                .onCommand(CreateStream.class, this::onCreateStream)
                .onCommand(EnsureStream.class, this::onEnsureStream)
                .onCommand(GetStreamConfig.class, this::onGetStreamConfig)
                .onCommand(ReconfigureStream.class, this::onReconfigureStream)
                .onCommand(DeleteStream.class, this::onDeleteStream)
                .onCommand(StreamLink.Resolve.class, this::onResolve)
                .onCommand(StreamLink.EmptinessExpected.class, this::onEmptinessExpected)
                .onCommand(Wake.class, this::onWake)
                .onCommand(
                        FromStream.class,
                        (catalogue, message) -> did(() -> duties.acknowledged(catalogue, message.ack())))
                .onCommand(
                        Checked.class, (catalogue, message) -> did(() -> duties.checked(catalogue, message.answer())))
                .onCommand(
                        FromAccount.class,
                        (catalogue, message) ->
                                did(() -> duties.listed(catalogue, message.ack().version())))
                .onCommand(FloorTold.class, (catalogue, message) -> onFloorTold(message.answer()))
                .onCommand(
                        RetirementNoted.class,
                        (catalogue, message) -> did(() -> duties.retired(catalogue, message.ack())))
                .onCommand(Signal.class, this::onSignal)
                .build();
    }

    private ReplyEffect<BasinEvent, Catalogue> onCreateBasin(Catalogue catalogue, CreateBasin create) {
        return did(() -> changes.ofBasin(
                (current, now) -> BasinRules.create(
                        current, name, create.config(), create.token(), generations.next(current), now),
                (current, outcome) -> duties.whenListed(() -> world.answers().give(create.replyTo(), outcome))));
    }

    private ReplyEffect<BasinEvent, Catalogue> onEnsureBasin(Catalogue catalogue, EnsureBasin ensure) {
        return did(() -> changes.ofBasin(
                (current, now) -> BasinRules.ensure(current, name, ensure.config(), generations.next(current), now),
                (current, outcome) -> duties.whenListed(() -> world.answers().give(ensure.replyTo(), outcome))));
    }

    private ReplyEffect<BasinEvent, Catalogue> onGetBasinConfig(Catalogue catalogue, GetBasinConfig get) {
        return did(() -> world.answers().give(get.replyTo(), BasinRules.config(catalogue, name)));
    }

    private ReplyEffect<BasinEvent, Catalogue> onReconfigureBasin(Catalogue catalogue, ReconfigureBasin change) {
        return did(() -> changes.ofBasin(
                (current, now) -> BasinRules.reconfigure(current, name, change.change()),
                (current, outcome) -> world.answers().give(change.replyTo(), outcome)));
    }

    private ReplyEffect<BasinEvent, Catalogue> onDeleteBasin(Catalogue catalogue, DeleteBasin delete) {
        return did(() -> changes.ofBasin(
                (current, now) -> BasinRules.delete(current, name, now),
                (current, outcome) -> duties.whenListed(() -> world.answers().give(delete.replyTo(), outcome))));
    }

    private ReplyEffect<BasinEvent, Catalogue> onListStreams(Catalogue catalogue, ListStreams list) {
        return did(() -> world.answers().give(list.replyTo(), StreamRules.list(catalogue, name, list.page())));
    }

    private ReplyEffect<BasinEvent, Catalogue> onCreateStream(Catalogue catalogue, CreateStream create) {
        return did(() -> changes.ofStream(
                create.stream(),
                (current, generation, now) -> StreamRules.create(
                        current, name, create.stream(), create.options(), create.token(), generation, now),
                (current, outcome) -> world.answers().give(create.replyTo(), outcome)));
    }

    private ReplyEffect<BasinEvent, Catalogue> onEnsureStream(Catalogue catalogue, EnsureStream ensure) {
        return did(() -> changes.ofStream(
                ensure.stream(),
                (current, generation, now) ->
                        StreamRules.ensure(current, name, ensure.stream(), ensure.options(), generation, now),
                (current, outcome) -> whenTold(ensure.stream(), outcome, ensure.replyTo())));
    }

    private ReplyEffect<BasinEvent, Catalogue> onGetStreamConfig(Catalogue catalogue, GetStreamConfig get) {
        return did(() -> world.answers().give(get.replyTo(), StreamRules.config(catalogue, name, get.stream())));
    }

    private ReplyEffect<BasinEvent, Catalogue> onReconfigureStream(Catalogue catalogue, ReconfigureStream change) {
        return did(() -> changes.ofStream(
                change.stream(),
                (current, generation, now) -> StreamRules.reconfigure(current, name, change.stream(), change.change()),
                (current, outcome) -> whenTold(change.stream(), outcome, change.replyTo())));
    }

    private ReplyEffect<BasinEvent, Catalogue> onDeleteStream(Catalogue catalogue, DeleteStream delete) {
        return did(() -> changes.ofStream(
                delete.stream(),
                (current, generation, now) -> StreamRules.delete(current, name, delete.stream(), now),
                (current, outcome) -> whenTold(delete.stream(), outcome, delete.replyTo())));
    }

    private ReplyEffect<BasinEvent, Catalogue> onResolve(Catalogue catalogue, StreamLink.Resolve question) {
        if (question.purpose() != StreamLink.Purpose.INSPECT) {
            duties.signOfLife(question.stream());
        }
        StreamLink.Resolution known = StreamRules.resolve(catalogue, question);
        if (known != null) {
            return did(() -> resolved(question, known));
        }
        return did(() -> changes.ofStream(
                question.stream(),
                (current, generation, now) -> new Verdict<>(
                        StreamRules.createOnDemand(current, question, generation, now), Outcome.accepted()),
                // Created by now, if not by this question then by another; or the basin has changed its mind.
                (current, ignored) -> {
                    StreamLink.Resolution found = StreamRules.resolve(current, question);
                    resolved(
                            question,
                            found != null
                                    ? found
                                    : new StreamLink.Absent(
                                            StreamError.of(ErrorCode.TRANSACTION_CONFLICT, "the basin is changing")));
                }));
    }

    private void resolved(StreamLink.Resolve question, StreamLink.Resolution resolution) {
        world.answers()
                .confirm(
                        () -> question.replyTo().tell(resolution),
                        error -> question.replyTo().tell(new StreamLink.Absent(error)));
    }

    private ReplyEffect<BasinEvent, Catalogue> onEmptinessExpected(
            Catalogue catalogue, StreamLink.EmptinessExpected expected) {
        return did(() -> duties.emptinessExpected(catalogue, expected));
    }

    private ReplyEffect<BasinEvent, Catalogue> onWake(Catalogue catalogue, Wake wake) {
        return did(() -> duties.woken(catalogue, wake.listedVersion()));
    }

    private ReplyEffect<BasinEvent, Catalogue> onSignal(Catalogue catalogue, Signal signal) {
        return switch (signal) {
            case COMMIT -> commit(catalogue);
            case TICK -> did(() -> duties.tick(catalogue));
            case CHECK_EMPTINESS -> did(() -> duties.checkEmptiness(catalogue));
            case IDLE ->
                did(() -> {
                    if (catalogue.basin() == null && changes.isEmpty() && duties.isDone(catalogue)) {
                        world.passivate().accept(context.getSelf());
                    }
                });
            case STOP -> stop(catalogue);
        };
    }

    /** A basin of which nothing is known decides nothing before it knows with which generation it would begin. */
    private ReplyEffect<BasinEvent, Catalogue> commit(Catalogue catalogue) {
        if (!generations.areKnown(catalogue)) {
            return did(() -> duties.askFloor(catalogue));
        }
        BasinChanges.Batch batch = changes.next(catalogue);
        if (batch.events().isEmpty()) {
            return did(() -> batch.conclude(catalogue));
        }
        return Effect()
                .persist(batch.events())
                .thenRun((Catalogue after) -> {
                    duties.follow(after, batch.events());
                    batch.conclude(after);
                    watchIdleness(after);
                })
                .thenNoReply();
    }

    private ReplyEffect<BasinEvent, Catalogue> onFloorTold(AccountEntity.Floor answer) {
        return did(() -> {
            if (generations.told(answer)) {
                context.getSelf().tell(Signal.COMMIT);
            }
        });
    }

    private ReplyEffect<BasinEvent, Catalogue> stop(Catalogue catalogue) {
        // What waits for the account to answer has not been decided: who asked for it hears nothing, and asks again.
        if (changes.isEmpty() || !generations.areKnown(catalogue)) {
            return Effect().stop().thenNoReply();
        }
        // What was accepted is finished first: its commit stands before this message in the queue.
        context.getSelf().tell(Signal.STOP);
        return Effect().noReply();
    }

    /** Names nobody has made a basin of cost a lookup, but must not fill the memory. */
    private void watchIdleness(Catalogue catalogue) {
        if (catalogue.basin() == null) {
            context.setReceiveTimeout(world.settings().idleTimeout(), Signal.IDLE);
        } else {
            context.cancelReceiveTimeout();
        }
    }

    private <T> void whenTold(StreamName stream, Outcome<T> outcome, ActorRef<Outcome<T>> replyTo) {
        if (outcome instanceof Outcome.Refused) {
            world.answers().give(replyTo, outcome);
            return;
        }
        duties.whenTold(
                stream,
                inTime -> world.answers()
                        .give(
                                replyTo,
                                inTime
                                        ? outcome
                                        : Outcome.refused(StreamError.of(
                                                ErrorCode.UNAVAILABLE,
                                                "Stream `" + stream
                                                        + "` did not confirm in time; the change will take effect"))));
    }

    private ReplyEffect<BasinEvent, Catalogue> did(Runnable action) {
        action.run();
        return Effect().noReply();
    }
}
