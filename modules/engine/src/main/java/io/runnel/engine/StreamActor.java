package io.runnel.engine;

import io.runnel.engine.AppendSessions.Session;
import io.runnel.engine.StreamLink.Purpose;
import io.runnel.model.BasinName;
import io.runnel.model.ErrorCode;
import io.runnel.model.Outcome;
import io.runnel.model.RecordStore;
import io.runnel.model.StoredBatch;
import io.runnel.model.StreamError;
import io.runnel.model.StreamEvent;
import io.runnel.model.StreamName;
import io.runnel.model.StreamOptions;
import io.runnel.model.StreamRow;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.Terminated;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.persistence.AbstractPersistentActorWithTimers;
import org.apache.pekko.persistence.RecoveryCompleted;
import org.apache.pekko.persistence.SnapshotOffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * One stream: gives records their sequence numbers and answers once they are durable. It does not wait for the journal:
 * the next batch is decided against what is assigned, whereas readers see, and refusals wait for, what is durable. Nothing
 * is replayed when it starts; the row that its last event has left is its snapshot.
 *
 * <p>The work is done by {@link Appends} and {@link Reads}; this is who they are for the actor system, and what the basin
 * says.
 */
final class StreamActor extends AbstractPersistentActorWithTimers {
    /** What it is sent, through the region of streams or directly. */
    interface Command {}

    /** To the actor from itself, its inbox and its shard. */
    enum Signal implements Command {
        /** There is something in the inbox. */
        TAKE,
        /** What has been gathered for sessions and followers is to be sent. */
        FLUSH,
        /** Half an idle timeout has passed. */
        TICK,
        /** Enough time has passed to ask the basin again. */
        ASK_AGAIN,
        /** Another node has replaced this one. */
        REPLACED,
        /** Finish what is in flight, and stop. */
        STOP,
        /** Others need the memory. */
        CROWDED
    }

    private record AtTail(UnaryRead read, int generation) implements Command {}

    private record HeldLongEnough(UnaryRead read) implements Command {}

    /** What a stream needs of the world. */
    record World(
            org.apache.pekko.actor.typed.ActorRef<BasinEntity.Command> basins,
            RecordStore records,
            Answers answers,
            LocalStreams local,
            Clock clock,
            StreamSettings settings) {}

    private static final Logger LOG = LoggerFactory.getLogger(StreamActor.class);

    private final World world;
    private final String id;
    private final BasinName basin;
    private final StreamName stream;
    private final StreamInbox inbox;
    private final RangeReader ranges;
    private final AppendSessions sessions;
    private final Readers readers;
    private final EmptinessHints hints;
    private final Appends appends;
    private final Reads reads;
    private final Standing standing;
    private final Deque<StreamCall<?>> taken = new ArrayDeque<>();
    private boolean flushAsked;
    private boolean active = true;
    private boolean stopping;

    static Props props(World world) {
        return Props.create(StreamActor.class, () -> new StreamActor(world));
    }

    private StreamActor(World world) {
        ActorRef self = getSelf();
        this.world = world;
        id = Placement.id(self.path());
        int basinAt = id.indexOf('|') + 1;
        int bar = id.indexOf('|', basinAt);
        basin = new BasinName(id.substring(basinAt, bar));
        stream = new StreamName(id.substring(bar + 1));
        inbox = new StreamInbox(() -> self.tell(Signal.TAKE, ActorRef.noSender()));
        ranges = new RangeReader(world.records(), id);
        sessions = new AppendSessions(self);
        readers = new Readers(self);
        hints = new EmptinessHints(this::expectEmptiness);
        appends = new Appends(
                event -> persistAsync(event, this::onDurable),
                this::publish,
                sessions,
                hints,
                world.answers(),
                world.clock());
        reads = new Reads(
                appends::durable,
                ranges,
                readers,
                self,
                (read, generation) -> self.tell(new AtTail(read, generation), ActorRef.noSender()));
        standing = new Standing(world, basin, stream, getContext(), appends, ranges, this::closeReads);
    }

    @Override
    public String persistenceId() {
        return id;
    }

    @Override
    public String journalPluginId() {
        return plugin("journal");
    }

    @Override
    public String snapshotPluginId() {
        return plugin("snapshot-store");
    }

    /** Asked for while this is still being constructed, hence not from the settings. */
    private String plugin(String kind) {
        return getContext().getSystem().settings().config().getString("runnel.control." + kind);
    }

    @Override
    public Receive createReceiveRecover() {
        return receiveBuilder().matchAny(this::onRecovered).build();
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder().matchAny(this::onMessage).build();
    }

    private void onRecovered(Object message) {
        if (message instanceof SnapshotOffer offer) {
            recover((StreamRow) offer.snapshot());
        } else if (message instanceof RecoveryCompleted) {
            ActorRef self = getSelf();
            world.local().started(id, inbox, () -> self.tell(Signal.CROWDED, ActorRef.noSender()));
            Duration halfIdle = world.settings().idleTimeout().dividedBy(2);
            timers().startTimerWithFixedDelay(Signal.TICK, Signal.TICK, halfIdle);
        } else {
            unhandled(message);
        }
    }

    /** Not a match for each kind, which would be a dozen objects in every stream. */
    private void onMessage(Object message) {
        if (message instanceof Signal signal) {
            onSignal(signal);
        } else if (message instanceof AppendLink.Batch batch) {
            onBatch(batch);
        } else if (message instanceof ReadLink.Credit credit) {
            readers.credit(getSender(), credit.bytes());
        } else if (message instanceof ReadLink.Read read) {
            onRead(read);
        } else if (message instanceof StreamCall<?> call) {
            onCall(call);
        } else if (message instanceof AppendLink.Join join) {
            onJoin(join);
        } else if (message instanceof AtTail atTail) {
            onAtTail(atTail);
        } else if (message instanceof HeldLongEnough held) {
            reads.heldLongEnough(held.read());
        } else if (message instanceof Terminated terminated) {
            sessions.left(terminated.getActor());
            readers.left(terminated.getActor());
        } else if (message instanceof Standing.Answered answer) {
            standing.onAnswered(answer);
            stopIfDone();
        } else if (message instanceof StreamLink.ApplyConfig config) {
            standing.onApplyConfig(config);
        } else if (message instanceof StreamLink.Delete delete) {
            standing.onDelete(delete);
        } else if (message instanceof StreamLink.CheckEmpty check) {
            standing.onCheckEmpty(check);
        } else if (message instanceof Standing.LookedFor lookedFor) {
            standing.onLookedFor(lookedFor);
        } else {
            unhandled(message);
        }
    }

    private void recover(StreamRow row) {
        byte[] bytes = row.state();
        StreamState state = bytes == null ? StreamState.FRESH : StreamFormat.decode(bytes);
        appends.recover(row, state);
        standing.recovered(state.deleted() ? row.generation() : row.generation() - 1);
    }

    private void onSignal(Signal signal) {
        switch (signal) {
            case TAKE -> serveAll(inbox.take());
            case FLUSH -> {
                flushAsked = false;
                flush();
            }
            case TICK -> onTick();
            case CROWDED -> leaveIfIdle();
            case ASK_AGAIN -> standing.ask();
            case REPLACED -> getContext().stop(getSelf());
            case STOP -> {
                stopping = true;
                serveAll(inbox.close());
                stopIfDone();
            }
        }
    }

    // What is asked of the stream.

    private void serveAll(List<StreamCall<?>> calls) {
        taken.addAll(calls);
        for (StreamCall<?> next = taken.peek(); next != null; next = taken.peek()) {
            onCall(next);
            taken.remove();
        }
    }

    private void onCall(StreamCall<?> call) {
        active = true;
        if (standing.isCertain()) {
            serve(call);
        } else {
            standing.await(call.purpose(), call.create(), () -> serve(call), call::refuse);
        }
    }

    private void serve(StreamCall<?> call) {
        if (call instanceof StreamCall.Append append) {
            appends.unary(append.input(), standing.config(), append.reply());
        } else {
            tell(confirmed(call));
        }
    }

    private <T> StreamCall<T> confirmed(StreamCall<T> call) {
        return call.replyingTo(world.answers().confirmed(call.reply()));
    }

    private void tell(StreamCall<?> call) {
        if (call instanceof StreamCall.CheckTail check) {
            check.reply().give(Outcome.done(appends.durable().tail()));
        } else if (call instanceof StreamCall.OpenAppend open) {
            open.reply().give(Outcome.done(new StreamCall.OpenedAppend(getSelf(), appends.generation())));
        } else if (call instanceof StreamCall.OpenRead open) {
            reads.open(open);
        } else if (call instanceof StreamCall.ReadOnce once) {
            reads.once(once);
        }
    }

    private void onJoin(AppendLink.Join join) {
        active = true;
        sessions.joined(getSender(), join.generation());
        getContext().watch(getSender());
    }

    private void onBatch(AppendLink.Batch batch) {
        active = true;
        Session session = sessions.of(getSender());
        if (session == null) {
            // It joined before the actor was started anew.
            getSender().tell(new AppendLink.Failed(unavailable("the stream was started anew")), getSelf());
        } else if (!session.hasFailed()) {
            if (!session.isNext(batch.index())) {
                appends.failSession(
                        session, StreamError.of(ErrorCode.OTHER, "a batch of the session was lost on its way"));
            } else if (standing.hasEnded(session.generation)) {
                appends.failSession(session, StreamError.streamDeletionPending(stream));
            } else if (standing.isCertain()) {
                appends.ofSession(batch.input(), standing.config(), session);
            } else {
                standing.await(
                        Purpose.APPEND,
                        StreamOptions.NONE,
                        () -> appendTo(session, batch),
                        error -> appends.failSession(session, error));
            }
        }
    }

    private void appendTo(Session session, AppendLink.Batch batch) {
        if (session.hasFailed()) {
            return;
        }
        if (standing.hasEnded(session.generation)) {
            appends.failSession(session, StreamError.streamDeletionPending(stream));
        } else {
            appends.ofSession(batch.input(), standing.config(), session);
        }
    }

    private void onRead(ReadLink.Read read) {
        active = true;
        if (standing.hasEnded(read.generation())) {
            getSender().tell(new ReadLink.Closed(deleted()), getSelf());
            return;
        }
        if (readers.joined(getSender())) {
            getContext().watch(getSender());
        }
        reads.range(getSender(), read);
    }

    private void onAtTail(AtTail message) {
        UnaryRead read = message.read();
        if (standing.hasEnded(message.generation())) {
            read.refuse(StreamError.streamDeletionPending(stream));
        } else if (reads.hold(read)) {
            Duration patience = Duration.ofSeconds(read.waitSecs());
            timers().startSingleTimer(read, new HeldLongEnough(read), patience);
        }
    }

    // What becomes durable.

    private void onDurable(StreamEvent event) {
        appends.durable(event);
        world.local().recovered(id);
        if (appends.isIdle()) {
            flush();
            stopIfDone();
        } else if (!flushAsked && (sessions.isDirty() || readers.isDirty())) {
            // More may already stand in the mailbox: they are told of it together.
            flushAsked = true;
            getSelf().tell(Signal.FLUSH, getSelf());
        }
    }

    private void publish(StoredBatch batch) {
        reads.publish(batch, batch.end()).forEach(timers()::cancel);
    }

    private void flush() {
        sessions.flush();
        readers.flush(appends.durable().tail());
    }

    private void closeReads() {
        reads.close(deleted(), StreamError.streamDeletionPending(stream)).forEach(timers()::cancel);
    }

    private void expectEmptiness(long notBeforeMillis) {
        world.basins().tell(new StreamLink.EmptinessExpected(basin, stream, appends.generation(), notBeforeMillis));
    }

    // Its end.

    private void onTick() {
        hints.tick(world.clock().millis());
        leaveIfIdle();
        if (!reads.isIdle()) {
            // They would wait for ever for what another node tells others.
            ActorRef self = getSelf();
            world.answers().ifReplaced(() -> self.tell(Signal.REPLACED, ActorRef.noSender()));
        }
    }

    /** Unless it was used since the last time that this was asked. */
    private void leaveIfIdle() {
        boolean idle = !active && appends.isIdle() && standing.isIdle() && sessions.isEmpty() && reads.isIdle();
        if (idle && inbox.closeIfEmpty()) {
            hints.flush();
            getContext().getParent().tell(new ShardRegion.Passivate(Signal.STOP), getSelf());
        }
        active = false;
    }

    private void stopIfDone() {
        if (stopping && appends.isIdle() && standing.isIdle()) {
            getContext().stop(getSelf());
        }
    }

    @Override
    public void onPersistFailure(Throwable cause, Object event, long seqNr) {
        LOG.warn("{} stops: its journal has failed", id, cause);
        world.local().failed(id);
    }

    @Override
    public void onRecoveryFailure(Throwable cause, Option<Object> event) {
        LOG.warn("{} cannot be opened", id, cause);
        world.local().failed(id);
    }

    @Override
    public void postStop() {
        world.local().stopped(id, inbox);
        StreamError anew = unavailable("the stream is being started anew; try again");
        appends.lost(StreamError.of(
                ErrorCode.STORAGE, "the journal has failed: it is not known whether the batch was appended"));
        flush();
        reads.close(anew, anew);
        standing.refuseAll(anew);
        taken.forEach(call -> call.refuse(anew));
        inbox.close().forEach(call -> call.refuse(anew));
    }

    private StreamError deleted() {
        return unavailable("Stream `" + stream + "` has been deleted");
    }

    private static StreamError unavailable(String message) {
        return StreamError.of(ErrorCode.UNAVAILABLE, message);
    }
}
