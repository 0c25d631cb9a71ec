package io.runnel.engine;

import io.runnel.model.AppendAck;
import io.runnel.model.AppendBatch;
import io.runnel.model.ByteBudget;
import io.runnel.model.ErrorCode;
import io.runnel.model.StreamError;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Terminated;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.InHandler;
import org.apache.pekko.stream.stage.OutHandler;
import org.jspecify.annotations.Nullable;
import scala.runtime.BoxedUnit;

/**
 * An append session ({@link Streams#openAppendSession}): sends batches to the stream as they come, many in flight, as far as
 * the node has room for them.
 */
final class AppendSessionStage extends GraphStage<FlowShape<AppendFeed, AppendOutput>> {
    /** So many answers may wait for a client that does not take them; then its batches are not taken either. */
    private static final int MAX_WAITING_ANSWERS = 4096;

    private final Inlet<AppendFeed> in = Inlet.create("AppendSession.in");
    private final Outlet<AppendOutput> out = Outlet.create("AppendSession.out");
    private final StreamCall.OpenedAppend opened;
    private final ByteBudget permits;
    private final EngineListener listener;

    AppendSessionStage(StreamCall.OpenedAppend opened, ByteBudget permits, EngineListener listener) {
        this.opened = opened;
        this.permits = permits;
        this.listener = listener;
    }

    @Override
    public FlowShape<AppendFeed, AppendOutput> shape() {
        return FlowShape.of(in, out);
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
        return new Logic();
    }

    /** A batch on its way; the batch itself is not kept. */
    private record Sent(long cost, int records, int meteredBytes, long permittedAt) {}

    private final class Logic extends GraphStageLogic implements InHandler, OutHandler {
        private final Deque<Sent> inFlight = new ArrayDeque<>();
        private final Deque<AppendOutput> answers = new ArrayDeque<>();
        private final ActorRef stream = opened.stream();
        private @Nullable ActorRef self;
        private @Nullable AsyncCallback<AppendFeed.Batch> permitted;
        private ByteBudget.@Nullable Waiter waiter;
        private long waitingSince;
        private long nextIndex;
        private boolean inputEnded;
        private @Nullable StreamError defect; // of the input; told after the acknowledgements of what was before
        private boolean ended; // nothing is sent or acknowledged any more

        Logic() {
            super(AppendSessionStage.this.shape());
            setHandler(in, this);
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
            permitted = createAsyncCallback(this::onPermitted);
            stream.tell(new AppendLink.Join(opened.generation()), self);
            listener.sessionOpened(EngineListener.Session.APPEND);
            pull(in);
        }

        @Override
        public void postStop() {
            leaveLine();
            if (waiter != null) {
                permits.release(waiter.bytes()); // granted, but the news does not reach us any more
            }
            releaseAll();
            listener.sessionClosed(EngineListener.Session.APPEND);
        }

        @Override
        public void onPush() {
            AppendFeed feed = grab(in);
            if (ended || defect != null) {
                pull(in);
            } else if (feed instanceof AppendFeed.Batch batch) {
                admit(batch);
            } else {
                defect = ((AppendFeed.Defect) feed).error();
                proceed();
            }
        }

        @Override
        public void onUpstreamFinish() {
            inputEnded = true;
            proceed();
        }

        @Override
        public void onUpstreamFailure(Throwable cause) {
            // The client is gone; what it has sent completely counts.
            inputEnded = true;
            leaveLine();
            proceed();
        }

        @Override
        public void onPull() {
            proceed();
        }

        /** Room is held until nothing is in flight, though nobody wants to know any more. */
        @Override
        public void onDownstreamFinish(Throwable cause) {
            ended = true;
            leaveLine();
            answers.clear();
            cancel(in);
            inputEnded = true;
            setKeepGoing(true);
            proceed();
        }

        private void admit(AppendFeed.Batch batch) {
            long cost = AppendCost.of(batch.input().batch());
            if (permits.tryAcquire(cost)) {
                send(batch, 0);
            } else {
                waitingSince = System.nanoTime();
                AsyncCallback<AppendFeed.Batch> callback = Objects.requireNonNull(permitted);
                waiter = new ByteBudget.Waiter(cost, () -> callback.invoke(batch));
                permits.acquire(waiter);
            }
        }

        private void onPermitted(AppendFeed.Batch batch) {
            waiter = null;
            if (ended) {
                permits.release(AppendCost.of(batch.input().batch()));
                proceed();
            } else {
                send(batch, System.nanoTime() - waitingSince);
            }
        }

        private void send(AppendFeed.Batch batch, long waited) {
            AppendBatch records = batch.input().batch();
            listener.permitted(waited);
            inFlight.add(new Sent(AppendCost.of(records), records.count(), records.meteredBytes(), System.nanoTime()));
            stream.tell(new AppendLink.Batch(nextIndex++, batch.input()), self);
            proceed();
        }

        private void onMessage(Object message) {
            if (message instanceof AppendLink.Acked acked) {
                acked.acks().forEach(this::acknowledged);
                proceed();
            } else if (message instanceof AppendLink.Failed failed) {
                end(failed.error());
            } else if (message instanceof Terminated) {
                end(
                        inFlight.isEmpty()
                                ? StreamError.of(ErrorCode.UNAVAILABLE, "the stream has moved or stopped")
                                : StreamError.of(ErrorCode.OTHER, "the stream has stopped with a batch in flight"));
            }
        }

        private void acknowledged(AppendAck ack) {
            Sent sent = inFlight.remove();
            permits.release(sent.cost());
            listener.acknowledged(sent.records(), sent.meteredBytes(), System.nanoTime() - sent.permittedAt());
            if (!ended) {
                answers.add(new AppendOutput.Acked(ack));
            }
        }

        /** Nothing in flight will be acknowledged. */
        private void end(StreamError error) {
            releaseAll();
            if (!ended) {
                ended = true;
                answers.add(new AppendOutput.Ended(error));
                leaveLine();
            }
            proceed();
        }

        /** Does whatever can be done now. */
        private void proceed() {
            if (defect != null && !ended && inFlight.isEmpty()) {
                ended = true;
                answers.add(new AppendOutput.Ended(defect));
            }
            if (isAvailable(out)) {
                AppendOutput next = answers.poll();
                if (next != null) {
                    push(out, next);
                }
            }
            boolean answered = answers.isEmpty() && inFlight.isEmpty() && waiter == null;
            if (answered && inputEnded) {
                completeStage();
            } else if (answered && ended && !isClosed(out)) {
                // The input is drained, not cancelled: that would break its connection.
                complete(out);
            }
            boolean takes = waiter == null && answers.size() < MAX_WAITING_ANSWERS;
            if (takes && !isClosed(in) && !hasBeenPulled(in)) {
                pull(in);
            }
        }

        private void leaveLine() {
            if (waiter != null && permits.cancel(waiter)) {
                waiter = null;
            }
        }

        private void releaseAll() {
            for (Sent sent = inFlight.poll(); sent != null; sent = inFlight.poll()) {
                permits.release(sent.cost());
            }
        }
    }
}
