package io.runnel.server;

import io.runnel.engine.ReadOutput;
import io.runnel.model.ErrorCode;
import io.runnel.model.Position;
import io.runnel.model.RecordSlice;
import io.runnel.model.StreamError;
import io.runnel.server.ReadEncoding.UnsendableException;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.InHandler;
import org.apache.pekko.stream.stage.OutHandler;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the outputs of a read session as they come (contract 7.4, 7.8, 8.5). It ends without an error only if the read
 * is complete, and never fails: a response that fails costs other sessions their connection.
 */
final class ReadSession extends GraphStage<FlowShape<ReadOutput, ByteString>> {
    private static final Logger log = LoggerFactory.getLogger(ReadSession.class);
    private static final StreamError BROKEN = StreamError.of(ErrorCode.OTHER, "The read broke off");

    private final Inlet<ReadOutput> in = Inlet.create("ReadSession.in");
    private final Outlet<ByteString> out = Outlet.create("ReadSession.out");
    private final FlowShape<ReadOutput, ByteString> shape = FlowShape.of(in, out);
    private final ReadEncoding encoding;
    private final Draining draining;

    /** @param encoding of this one session */
    ReadSession(ReadEncoding encoding, Draining draining) {
        this.encoding = encoding;
        this.draining = draining;
    }

    @Override
    public FlowShape<ReadOutput, ByteString> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
        return new Logic();
    }

    private final class Logic extends GraphStageLogic implements InHandler, OutHandler {
        private final AsyncCallback<Draining.Phase> drained = createAsyncCallback(this::drain);
        private final Draining.Session session = drained::invoke;

        /** The tail, as long as the read has delivered everything before it. */
        private @Nullable Position reached;

        private boolean adviceDue;
        private boolean over;

        Logic() {
            super(shape);
            setHandlers(in, out, this);
        }

        @Override
        public void preStart() {
            draining.opened(session);
        }

        @Override
        public void postStop() {
            draining.closed(session);
        }

        private void drain(Draining.Phase phase) {
            if (over) {
                return;
            }
            if (phase == Draining.Phase.ENDING) {
                finish(encoding.error(Draining.ERROR));
            } else {
                adviceDue = encoding.canAdvise();
                adviseIfIdle();
            }
        }

        /** An idle read is advised by a heartbeat before its time; any other by its next output. */
        private boolean adviseIfIdle() {
            if (!adviceDue || reached == null || !isAvailable(out)) {
                return false;
            }
            adviceDue = false;
            push(out, encoding.heartbeat(reached, true));
            return true;
        }

        @Override
        public void onPush() {
            ReadOutput output = grab(in);
            try {
                if (output instanceof ReadOutput.Batch batch) {
                    deliver(encoding.batch(batch, draining.advising()), caughtUp(batch));
                } else if (output instanceof ReadOutput.Heartbeat heartbeat) {
                    deliver(encoding.heartbeat(heartbeat.tail(), draining.advising()), heartbeat.tail());
                } else {
                    finish(encoding.error(((ReadOutput.Ended) output).error()));
                }
            } catch (UnsendableException e) {
                finish(encoding.error(e.error()));
            } catch (RuntimeException e) {
                onUpstreamFailure(e);
            }
        }

        private void deliver(ByteString chunk, @Nullable Position tail) {
            reached = tail;
            adviceDue = false;
            // The heartbeat that advised an idle read has taken the place of what was asked for.
            emit(out, chunk);
        }

        @Override
        public void onPull() {
            if (!adviseIfIdle() && !hasBeenPulled(in)) {
                pull(in);
            }
        }

        @Override
        public void onUpstreamFinish() {
            if (!over) {
                finish(encoding.end());
            }
        }

        @Override
        public void onUpstreamFailure(Throwable failure) {
            log.error("a read session failed", failure);
            if (!over) {
                finish(encoding.error(BROKEN));
            }
        }

        private void finish(ByteString last) {
            over = true;
            cancel(in);
            if (last.isEmpty()) {
                completeStage();
            } else {
                emit(out, last, this::completeStage);
            }
        }
    }

    /** The tail that comes with a live batch, unless a bound has cut records off before it. */
    private static @Nullable Position caughtUp(ReadOutput.Batch batch) {
        Position tail = batch.tail();
        if (tail == null || batch.slices().isEmpty()) {
            return tail;
        }
        RecordSlice last = batch.slices().get(batch.slices().size() - 1);
        return last.nextSeqNum() == tail.seqNum() ? tail : null;
    }
}
