package io.runnel.server;

import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;

/** Passes everything on, and says when it begins to flow and when it has ended, however that happens. */
final class Lifespan<T> extends GraphStage<FlowShape<T, T>> {
    private final Inlet<T> in = Inlet.create("Lifespan.in");
    private final Outlet<T> out = Outlet.create("Lifespan.out");
    private final FlowShape<T, T> shape = FlowShape.of(in, out);
    private final Runnable begun;
    private final Runnable ended;

    Lifespan(Runnable begun, Runnable ended) {
        this.begun = begun;
        this.ended = ended;
    }

    @Override
    public FlowShape<T, T> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
        return new GraphStageLogic(shape) {
            {
                setHandlers(in, out, new AbstractInOutHandler() {
                    @Override
                    public void onPush() {
                        push(out, grab(in));
                    }

                    @Override
                    public void onPull() {
                        pull(in);
                    }
                });
            }

            @Override
            public void preStart() {
                begun.run();
            }

            @Override
            public void postStop() {
                ended.run();
            }
        };
    }
}
