package io.runnel.server;

import io.runnel.engine.AppendFeed;
import io.runnel.engine.AppendOutput;
import io.runnel.model.ErrorCode;
import io.runnel.model.StreamError;
import io.runnel.wire.Frames;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.BidiShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two ends of an S2S append session (contract 8.4) around the engine's flow: frames in, acknowledgements out. The
 * response ends cleanly only if every batch of a complete request is acknowledged, and with a terminal frame otherwise.
 */
final class AppendSession extends GraphStage<BidiShape<ByteString, AppendFeed, AppendOutput, ByteString>> {
    private static final Logger log = LoggerFactory.getLogger(AppendSession.class);
    private static final StreamError BROKEN =
            StreamError.of(ErrorCode.OTHER, "The session broke off: appends without an answer may have taken effect");

    private final Inlet<ByteString> request = Inlet.create("AppendSession.request");
    private final Outlet<AppendFeed> feed = Outlet.create("AppendSession.feed");
    private final Inlet<AppendOutput> outputs = Inlet.create("AppendSession.outputs");
    private final Outlet<ByteString> response = Outlet.create("AppendSession.response");
    private final BidiShape<ByteString, AppendFeed, AppendOutput, ByteString> shape =
            BidiShape.of(request, feed, outputs, response);
    private final Draining draining;
    private final Arrivals arrivals;

    AppendSession(Draining draining, Arrivals arrivals) {
        this.draining = draining;
        this.arrivals = arrivals;
    }

    @Override
    public BidiShape<ByteString, AppendFeed, AppendOutput, ByteString> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
        return new Logic();
    }

    private enum Timer {
        FRAME_IS_SLOW
    }

    private final class Logic extends TimerGraphStageLogic {
        private final FrameFeed frames = new FrameFeed();
        private final AckFrames acks = new AckFrames();
        private final AsyncCallback<NotUsed> flushed = createAsyncCallback(ignored -> flush());
        private final AsyncCallback<Draining.Phase> drained = createAsyncCallback(this::drain);
        private final Draining.Session session = drained::invoke;
        private final AsyncCallback<NotUsed> roomGranted = createAsyncCallback(ignored -> feedNext());

        /** Why nothing more is read, if it is not the end of a complete request. */
        private AppendFeed.@Nullable Defect defect;
        /** What is left of the frames that have come is not to be fed. */
        private boolean abandoned;

        /** For the frame that is coming in, or has come and is not taken in yet. */
        private final Room room = new Room(arrivals.room());

        private boolean requestEnded;
        private boolean fed;
        private int unanswered;
        private boolean flushing;
        private boolean over;

        Logic() {
            super(shape);
            setHandler(request, new RequestHandler());
            setHandler(feed, new FeedHandler());
            setHandler(outputs, new OutputHandler());
            setHandler(response, new ResponseHandler());
        }

        @Override
        public void preStart() {
            draining.opened(session);
            pull(outputs);
        }

        @Override
        public void postStop() {
            draining.closed(session);
            room.leave();
        }

        /** What was fed is answered first; what was not is covered by the terminal frame. */
        private void drain(Draining.Phase phase) {
            if (phase == Draining.Phase.ENDING && !requestEnded) {
                requestEnded = true;
                abandoned = true;
                defect = new AppendFeed.Defect(Draining.ERROR);
                feedNext();
            }
        }

        private void feedNext() {
            if (fed || !isAvailable(feed)) {
                return;
            }
            AppendFeed next = abandoned ? null : frames.next();
            if (next == null && requestEnded) {
                next = defect = defect != null ? defect : frames.end();
            }
            if (next instanceof AppendFeed.Batch) {
                unanswered++;
                cancelTimer(Timer.FRAME_IS_SLOW);
                push(feed, next);
            } else if (next instanceof AppendFeed.Defect last) {
                defect = last;
                push(feed, last);
                endFeed();
            } else if (requestEnded) {
                endFeed();
            } else {
                pullRequest();
            }
        }

        /** Of a large frame no more is read than its beginning as long as there is no room for it. */
        private void pullRequest() {
            int length = frames.expected();
            boolean large = length > Arrivals.SMALL_BYTES;
            if (large && !room.take(length, () -> roomGranted.invoke(NotUsed.getInstance()))) {
                return;
            }
            if (large && !isTimerActive(Timer.FRAME_IS_SLOW)) {
                scheduleOnce(Timer.FRAME_IS_SLOW, arrivals.patience());
            }
            if (!hasBeenPulled(request) && !isClosed(request)) {
                pull(request);
            }
        }

        @Override
        public void onTimer(Object timer) {
            if (frames.expected() == 0 || fed) {
                return;
            }
            if (arrivals.room().waitingBytes() == 0) {
                scheduleOnce(Timer.FRAME_IS_SLOW, arrivals.patience());
                return;
            }
            requestEnded = true;
            abandoned = true;
            defect = new AppendFeed.Defect(arrivals.slow());
            feedNext();
        }

        private void endFeed() {
            fed = true;
            complete(feed);
            cancel(request);
        }

        private void flush() {
            flushing = false;
            if (!over && !acks.isEmpty() && isAvailable(response)) {
                push(response, acks.take());
                pullOutputs();
            }
        }

        private void pullOutputs() {
            if (!acks.isFull() && !hasBeenPulled(outputs) && !isClosed(outputs)) {
                pull(outputs);
            }
        }

        /** @param error null for a clean end */
        private void finish(@Nullable StreamError error) {
            over = true;
            ByteString last = acks.take();
            if (error != null) {
                last = last.concat(ByteString.fromArrayUnsafe(Frames.terminal(error)));
            }
            endFeed();
            cancel(outputs);
            if (last.isEmpty()) {
                completeStage();
            } else {
                emit(response, last, this::completeStage);
            }
        }

        private final class RequestHandler extends AbstractInHandler {
            @Override
            public void onPush() {
                frames.feed(grab(request));
                feedNext();
            }

            @Override
            public void onUpstreamFinish() {
                requestEnded = true;
                feedNext();
            }

            @Override
            public void onUpstreamFailure(Throwable failure) {
                requestEnded = true;
                defect = FrameFeed.brokenOff();
                feedNext();
            }
        }

        private final class FeedHandler extends AbstractOutHandler {
            /** What was fed before has been taken in. */
            @Override
            public void onPull() {
                room.leave();
                feedNext();
            }

            @Override
            public void onDownstreamFinish(Throwable cause) {
                fed = true;
                cancel(request);
            }
        }

        private final class OutputHandler extends AbstractInHandler {
            @Override
            public void onPush() {
                AppendOutput output = grab(outputs);
                if (output instanceof AppendOutput.Ended ended) {
                    finish(ended.error());
                    return;
                }
                unanswered--;
                acks.add(((AppendOutput.Acked) output).ack(), draining.advising());
                if (!flushing) {
                    // By way of the mailbox, where the acknowledgements of the same moment are waiting already.
                    flushing = true;
                    flushed.invoke(NotUsed.getInstance());
                }
                pullOutputs();
            }

            @Override
            public void onUpstreamFinish() {
                boolean clean = fed && requestEnded && defect == null && unanswered == 0;
                finish(clean ? null : BROKEN);
            }

            @Override
            public void onUpstreamFailure(Throwable failure) {
                log.error("an append session failed", failure);
                finish(BROKEN);
            }
        }

        private final class ResponseHandler extends AbstractOutHandler {
            @Override
            public void onPull() {
                if (!acks.isEmpty()) {
                    push(response, acks.take());
                }
                pullOutputs();
            }

            /** The client is gone. What was fed may still become durable. */
            @Override
            public void onDownstreamFinish(Throwable cause) {
                completeStage();
            }
        }
    }
}
