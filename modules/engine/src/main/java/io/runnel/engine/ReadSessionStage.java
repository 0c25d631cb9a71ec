package io.runnel.engine;

import io.runnel.model.ByteBudget;
import io.runnel.model.ErrorCode;
import io.runnel.model.Position;
import io.runnel.model.ReadRequest;
import io.runnel.model.RecordSlice;
import io.runnel.model.StoredBatch;
import io.runnel.model.StreamError;
import java.time.Duration;
import java.util.SplittableRandom;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Terminated;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.SourceShape;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.OutHandler;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.jspecify.annotations.Nullable;
import scala.runtime.BoxedUnit;

/**
 * A read session ({@link Streams#openReadSession}): asks the stream for one range after the other, a little ahead of what
 * its client takes, and follows when there is nothing more to ask for.
 */
final class ReadSessionStage extends GraphStage<SourceShape<ReadOutput>> {
    private enum Tick {
        FOLLOW,
        STALL
    }

    /** How often a client that takes nothing is looked at. */
    private static final Duration STALLED = Duration.ofSeconds(1);

    private final Outlet<ReadOutput> out = Outlet.create("ReadSession.out");
    private final StreamCall.OpenedRead opened;
    private final ReadRequest request;
    private final StreamSettings settings;
    private final ByteBudget room;
    private final EngineListener listener;

    /** @param room for what sessions have asked for, or have waiting, while they catch up */
    ReadSessionStage(
            StreamCall.OpenedRead opened,
            ReadRequest request,
            StreamSettings settings,
            ByteBudget room,
            EngineListener listener) {
        this.opened = opened;
        this.request = request;
        this.settings = settings;
        this.room = room;
        this.listener = listener;
    }

    @Override
    public SourceShape<ReadOutput> shape() {
        return SourceShape.of(out);
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
        return new Logic();
    }

    private final class Logic extends TimerGraphStageLogic implements OutHandler {
        private final ActorRef stream = opened.stream();
        private final ReadOutputs outputs = new ReadOutputs(new ReadBounds(request));
        private final FollowSchedule schedule = new FollowSchedule(
                request.waitSecs(),
                settings.minHeartbeat().toNanos(),
                settings.maxHeartbeat().toNanos(),
                new SplittableRandom());
        private @Nullable ActorRef self;
        private long received = opened.from(); // the number after everything received so far
        private Position tail = opened.tail();
        private boolean asking;
        private boolean following;
        private int unreturnedCredit;
        private final AsyncCallback<NotUsed> permitted = createAsyncCallback(granted -> onPermitted());
        private ByteBudget.@Nullable Waiter waiter; // in line for room
        private long held; // of the room
        private boolean reserved; // a range has been asked for, of which nothing is here yet
        private long pushed; // bytes of the last output, if its client has not asked for another
        private boolean stalled; // the client takes nothing, and others need the room
        private long pulls;
        private long pullsBefore; // when it was last looked whether there are any
        private @Nullable Position heartbeat; // due before the records that wait
        private @Nullable StreamError error; // due after them

        Logic() {
            super(ReadSessionStage.this.shape());
            setHandler(out, this);
        }

        @Override
        public void preStart() {
            StageActor actor = getStageActor(envelope -> {
                onMessage(envelope._2());
                return BoxedUnit.UNIT;
            });
            self = actor.ref();
            actor.watch(stream);
            listener.sessionOpened(EngineListener.Session.READ);
            proceed();
        }

        @Override
        public void postStop() {
            ByteBudget.Waiter inLine = waiter;
            if (inLine != null && !room.cancel(inLine)) {
                held += inLine.bytes(); // granted meanwhile
            }
            room.release(held);
            listener.sessionClosed(EngineListener.Session.READ);
        }

        @Override
        public void onPull() {
            pulls++;
            pushed = 0;
            stalled = false;
            proceed();
        }

        private void onMessage(Object message) {
            if (message instanceof ReadLink.Live live) {
                live.batches().forEach(this::onLive);
            } else if (message instanceof ReadLink.Range range) {
                asking = false;
                reserved = false;
                range.batches().forEach(batch -> outputs.stored(batch, range.from()));
                received = range.next();
                tail = range.tail();
            } else if (message instanceof ReadLink.Following follows) {
                onFollowing(follows.tail());
            } else if (message instanceof ReadLink.Lagging lagging) {
                following = false;
                received = outputs.discard(received);
                tail = lagging.tail();
            } else if (message instanceof ReadLink.Closed closed) {
                error = closed.error();
                reserved = false;
            } else if (message instanceof Terminated && error == null) {
                error = StreamError.of(ErrorCode.UNAVAILABLE, "the stream has moved or stopped");
            }
            proceed();
        }

        private void onLive(StoredBatch batch) {
            outputs.live(batch);
            received = batch.nextSeqNum();
            tail = batch.end();
        }

        private void onFollowing(Position at) {
            asking = false;
            reserved = false;
            following = true;
            unreturnedCredit = 0;
            tail = at;
            schedule.reachedTail(System.nanoTime());
            heartbeat = at;
        }

        @Override
        public void onTimer(Object key) {
            if (key == Tick.STALL) {
                onStall();
            } else if (following) {
                long now = System.nanoTime();
                boolean idle = outputs.isEmpty() && heartbeat == null;
                if (idle && !schedule.isOver(now) && schedule.heartbeatIsDue(now)) {
                    heartbeat = tail;
                }
                proceed();
                scheduleTick();
            }
        }

        /** If the client has taken nothing for a while, what waits for it is room that others could use. */
        private void onStall() {
            if (pulls == pullsBefore && room.waitingBytes() > 0) {
                stalled = true;
                pushed = 0;
                ByteBudget.Waiter inLine = waiter;
                if (inLine != null && room.cancel(inLine)) {
                    waiter = null;
                    asking = false;
                }
                if (!asking) {
                    received = outputs.discard(received);
                }
            }
            proceed();
        }

        private void scheduleTick() {
            boolean stalled = !outputs.isEmpty() || heartbeat != null;
            long pause = Math.max(1_000_000, schedule.pauseNanos(System.nanoTime()));
            scheduleOnce(Tick.FOLLOW, stalled ? STALLED : Duration.ofNanos(pause));
        }

        /** Does whatever can be done now. */
        private void proceed() {
            if (isClosed(out)) {
                return;
            }
            if (outputs.isEmpty() && hasWaitedEnough()) {
                completeStage();
                return;
            }
            if (isAvailable(out)) {
                emit();
            }
            if (outputs.isOver()) {
                completeStage();
            } else if (!following && !asking && error == null) {
                askForMore();
            }
            settle();
        }

        /** Room is held for what is here, and for what has been asked for. */
        private void settle() {
            long needed = following ? 0 : outputs.bytes() + pushed + (reserved ? settings.rangeBytes() : 0);
            if (needed > held) {
                room.take(needed - held);
            } else if (needed < held) {
                room.release(held - needed);
            }
            held = needed;
            if (needed > 0 && !isAvailable(out) && !isTimerActive(Tick.STALL)) {
                pullsBefore = pulls;
                scheduleOnce(Tick.STALL, STALLED);
            }
        }

        private boolean hasWaitedEnough() {
            return following && error == null && schedule.isOver(System.nanoTime());
        }

        private void emit() {
            if (heartbeat != null) {
                push(out, new ReadOutput.Heartbeat(heartbeat));
                heartbeat = null;
                schedule.heartbeat(System.nanoTime());
                scheduleTick();
                return;
            }
            long before = outputs.bytes();
            ReadOutput next = outputs.next();
            pushed = following ? 0 : before - outputs.bytes();
            returnCredit();
            if (next != null) {
                schedule.delivered(System.nanoTime());
                if (next instanceof ReadOutput.Batch batch) {
                    report(batch);
                }
                push(out, next);
            } else if (error != null && !outputs.isOver()) {
                push(out, new ReadOutput.Ended(error));
                completeStage();
            }
        }

        private void askForMore() {
            boolean atTail = received == tail.seqNum();
            if (atTail && !outputs.isEmpty()) {
                return; // it follows from what has been delivered, not from what is waiting
            }
            if (atTail && (!request.mayFollow() || schedule.isOver(System.nanoTime()))) {
                completeStage();
                return;
            }
            if (atTail) {
                asking = true;
                ask();
            } else if (outputs.bytes() < settings.readAheadBytes() && outputs.wanted() != 0 && !stalled) {
                asking = true;
                if (room.tryAcquire(settings.rangeBytes())) {
                    permitted();
                } else {
                    waitInLine();
                }
            }
        }

        private void waitInLine() {
            ByteBudget.Waiter inLine =
                    new ByteBudget.Waiter(settings.rangeBytes(), () -> permitted.invoke(NotUsed.getInstance()));
            waiter = inLine;
            room.acquire(inLine);
        }

        private void onPermitted() {
            waiter = null;
            permitted();
            proceed();
        }

        private void permitted() {
            held += settings.rangeBytes();
            reserved = true;
            ask();
        }

        private void ask() {
            ReadLink.Read read = new ReadLink.Read(
                    opened.generation(),
                    received,
                    outputs.wanted(),
                    settings.rangeBytes(),
                    settings.followerCreditBytes());
            stream.tell(read, self);
        }

        private void returnCredit() {
            unreturnedCredit += outputs.takeLiveBytes();
            if (following && unreturnedCredit >= settings.followerCreditBytes() / 2) {
                stream.tell(new ReadLink.Credit(unreturnedCredit), self);
                unreturnedCredit = 0;
            }
        }

        private void report(ReadOutput.Batch batch) {
            int records = 0;
            long meteredBytes = 0;
            for (RecordSlice slice : batch.slices()) {
                records += slice.count();
                meteredBytes += slice.meteredBytes();
            }
            listener.delivered(records, meteredBytes);
        }
    }
}
