package io.runnel.server;

import io.runnel.server.RequestBody.BodyTooLargeException;
import io.runnel.server.RequestBody.CrowdedException;
import io.runnel.server.ServerSettings.Discard;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.SinkShape;
import org.apache.pekko.stream.stage.AbstractGraphStageWithMaterializedValue;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.InHandler;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Collects a body up to a limit, and goes on reading and forgetting beyond it: the window of the connection stays whole
 * and the client gets to see the answer. Only past the bounds of {@link Discard} it cancels.
 */
final class BodySink extends AbstractGraphStageWithMaterializedValue<SinkShape<ByteString>, CompletableFuture<byte[]>> {
    private static final byte[] NOTHING = {};

    private final Inlet<ByteString> in = Inlet.create("BodySink.in");
    private final SinkShape<ByteString> shape = SinkShape.of(in);
    private final int maxBytes;
    private final int expectedBytes;
    private final Discard limits;
    private final Arrivals arrivals;
    private final Room room;

    /**
     * @param maxBytes what is kept at most; negative to keep nothing and complain of nothing
     * @param expectedBytes how many it may come to
     * @param room taken for them, as soon as they are many, and left to whoever answers
     */
    BodySink(int maxBytes, int expectedBytes, Discard limits, Arrivals arrivals, Room room) {
        this.maxBytes = maxBytes;
        this.expectedBytes = expectedBytes;
        this.limits = limits;
        this.arrivals = arrivals;
        this.room = room;
    }

    @Override
    public SinkShape<ByteString> shape() {
        return shape;
    }

    @Override
    public Pair<GraphStageLogic, CompletableFuture<byte[]>> createLogicAndMaterializedValuePair(Attributes attributes) {
        CompletableFuture<byte[]> result = new CompletableFuture<>();
        return Pair.create(new Logic(result), result);
    }

    private enum Bound {
        /** The answer has waited long enough for the end. */
        LINGER,
        /** The rest is not worth reading any more. */
        END,
        /** It has waited long enough for room. */
        CROWDED
    }

    private final class Logic extends TimerGraphStageLogic implements InHandler {
        private final CompletableFuture<byte[]> result;
        private final List<ByteString> chunks = new ArrayList<>(4);
        private final AsyncCallback<NotUsed> granted = createAsyncCallback(ignored -> onRoom());
        private int size;
        private @Nullable CrowdedException refusal;
        private boolean discarding;
        private long discarded;

        Logic(CompletableFuture<byte[]> result) {
            super(shape);
            this.result = result;
            setHandler(in, this);
        }

        @Override
        public void preStart() {
            if (maxBytes < 0) {
                discard();
            }
            pull(in);
        }

        @Override
        public void onPush() {
            ByteString chunk = grab(in);
            if (!discarding) {
                if (chunk.size() <= maxBytes - size) {
                    chunks.add(chunk);
                    size += chunk.size();
                    pullIfRoom();
                    return;
                }
                discard();
            }
            discarded += chunk.size();
            if (discarded > limits.maxBytes()) {
                end();
            } else {
                pull(in);
            }
        }

        private void pullIfRoom() {
            if (size <= Arrivals.SMALL_BYTES || room.take(expectedBytes, () -> granted.invoke(NotUsed.getInstance()))) {
                pull(in);
            } else {
                scheduleOnce(Bound.CROWDED, arrivals.patience());
            }
        }

        private void onRoom() {
            cancelTimer(Bound.CROWDED);
            if (!discarding && !isClosed(in) && !hasBeenPulled(in)) {
                pull(in);
            }
        }

        @Override
        public void onUpstreamFinish() {
            if (discarding) {
                completeDiscarded();
            } else {
                result.complete(joined());
            }
            completeStage();
        }

        @Override
        public void onUpstreamFailure(Throwable failure) {
            if (discarding) {
                completeDiscarded();
            } else {
                result.completeExceptionally(failure);
            }
            completeStage();
        }

        @Override
        public void onTimer(Object bound) {
            if (bound == Bound.LINGER) {
                completeDiscarded();
            } else if (bound == Bound.CROWDED) {
                refusal = new CrowdedException();
                room.leave();
                discard();
                pull(in);
            } else {
                end();
            }
        }

        /** A connection that goes down takes its actor, and this stage, with it. */
        @Override
        public void postStop() {
            if (!result.isDone()) {
                result.completeExceptionally(new IllegalStateException("connection closed"));
            }
        }

        private void discard() {
            chunks.clear();
            discarding = true;
            scheduleOnce(Bound.LINGER, limits.linger());
            scheduleOnce(Bound.END, limits.maxTime());
        }

        private void end() {
            completeDiscarded();
            completeStage();
        }

        private void completeDiscarded() {
            if (maxBytes < 0) {
                result.complete(NOTHING);
            } else {
                result.completeExceptionally(refusal == null ? new BodyTooLargeException(maxBytes) : refusal);
            }
        }

        private byte[] joined() {
            if (chunks.size() == 1) {
                return chunks.get(0).toArrayUnsafe();
            }
            byte[] body = new byte[size];
            int at = 0;
            for (ByteString chunk : chunks) {
                chunk.copyToArray(body, at, chunk.size());
                at += chunk.size();
            }
            return body;
        }
    }
}
