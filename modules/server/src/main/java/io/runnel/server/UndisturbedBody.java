package io.runnel.server;

import io.runnel.server.ServerSettings.Discard;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.InHandler;
import org.apache.pekko.stream.stage.OutHandler;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * Keeps cancellation away from a request body: once nobody wants the rest of it, it is read and forgotten, up to the
 * bounds of {@link Discard}.
 */
final class UndisturbedBody extends GraphStage<FlowShape<ByteString, ByteString>> {
    private static final String DEADLINE = "deadline";

    private final Inlet<ByteString> in = Inlet.create("UndisturbedBody.in");
    private final Outlet<ByteString> out = Outlet.create("UndisturbedBody.out");
    private final FlowShape<ByteString, ByteString> shape = FlowShape.of(in, out);
    private final Discard limits;

    UndisturbedBody(Discard limits) {
        this.limits = limits;
    }

    @Override
    public FlowShape<ByteString, ByteString> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
        return new Logic();
    }

    private final class Logic extends TimerGraphStageLogic implements InHandler, OutHandler {
        private boolean unwanted;
        private long discarded;

        Logic() {
            super(shape);
            setHandlers(in, out, this);
        }

        @Override
        public void onPush() {
            ByteString chunk = grab(in);
            if (!unwanted) {
                push(out, chunk);
                return;
            }
            discarded += chunk.size();
            if (discarded > limits.maxBytes()) {
                completeStage();
            } else {
                pull(in);
            }
        }

        @Override
        public void onPull() {
            pull(in);
        }

        @Override
        public void onUpstreamFailure(Throwable failure) {
            if (unwanted) {
                completeStage();
            } else {
                failStage(failure);
            }
        }

        @Override
        public void onDownstreamFinish(Throwable cause) {
            unwanted = true;
            if (isClosed(in)) {
                return;
            }
            scheduleOnce(DEADLINE, limits.maxTime());
            if (!hasBeenPulled(in)) {
                pull(in);
            }
        }

        @Override
        public void onTimer(Object deadline) {
            completeStage();
        }
    }
}
