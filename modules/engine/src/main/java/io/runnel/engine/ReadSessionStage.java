package io.runnel.engine;

import io.runnel.model.ErrorCode;
import io.runnel.model.Position;
import io.runnel.model.ReadRequest;
import io.runnel.model.RecordSlice;
import io.runnel.model.StoredBatch;
import io.runnel.model.StreamError;
import java.time.Duration;
import java.util.SplittableRandom;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Terminated;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.SourceShape;
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
        FOLLOW
    }

    /** How often a client that takes nothing is looked at. */
    private static final Duration STALLED = Duration.ofSeconds(1);

    private final Outlet<ReadOutput> out = Outlet.create("ReadSession.out");
    private final StreamCall.OpenedRead opened;
    private final ReadRequest request;
    private final StreamSettings settings;
    private final EngineListener listener;

    ReadSessionStage(
            StreamCall.OpenedRead opened, ReadRequest request, StreamSettings settings, EngineListener listener) {
        this.opened = opened;
        this.request = request;
        this.settings = settings;
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
            listener.sessionClosed(EngineListener.Session.READ);
        }

        @Override
        public void onPull() {
            proceed();
        }

        private void onMessage(Object message) {
            if (message instanceof ReadLink.Live live) {
                live.batches().forEach(this::onLive);
            } else if (message instanceof ReadLink.Range range) {
                asking = false;
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
            following = true;
            unreturnedCredit = 0;
            tail = at;
            schedule.reachedTail(System.nanoTime());
            heartbeat = at;
        }

        @Override
        public void onTimer(Object key) {
            if (following) {
                long now = System.nanoTime();
                boolean idle = outputs.isEmpty() && heartbeat == null;
                if (idle && !schedule.isOver(now) && schedule.heartbeatIsDue(now)) {
                    heartbeat = tail;
                }
                proceed();
                scheduleTick();
            }
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
            ReadOutput next = outputs.next();
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
            if (atTail || (outputs.bytes() < settings.readAheadBytes() && outputs.wanted() != 0)) {
                asking = true;
                ReadLink.Read read = new ReadLink.Read(
                        opened.generation(),
                        received,
                        outputs.wanted(),
                        settings.rangeBytes(),
                        settings.followerCreditBytes());
                stream.tell(read, self);
            }
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
