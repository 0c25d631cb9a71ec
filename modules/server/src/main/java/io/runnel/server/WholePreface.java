package io.runnel.server;

import java.nio.charset.StandardCharsets;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * Hands on what a client sends. If that begins like the preface of HTTP/2 (RFC 9113, 3.4), its first element has the whole of it, as
 * Pekko's switch between the versions looks at that one only.
 */
final class WholePreface extends GraphStage<FlowShape<ByteString, ByteString>> {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Inlet<ByteString> in = Inlet.create("WholePreface.in");
    private final Outlet<ByteString> out = Outlet.create("WholePreface.out");
    private final FlowShape<ByteString, ByteString> shape = FlowShape.of(in, out);

    @Override
    public FlowShape<ByteString, ByteString> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
        return new Logic();
    }

    /** Whether there is less than the preface, and what there is may become it. */
    static boolean isBeginning(ByteString bytes) {
        if (bytes.size() >= PREFACE.length) {
            return false;
        }
        for (int i = 0; i < bytes.size(); i++) {
            if (bytes.apply(i) != PREFACE[i]) {
                return false;
            }
        }
        return true;
    }

    private final class Logic extends GraphStageLogic {
        private ByteString held = ByteString.emptyByteString();

        Logic() {
            super(shape);
            setHandler(out, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    pull(in);
                }
            });
            setHandler(in, new AbstractInHandler() {
                @Override
                public void onPush() {
                    held = held.concat(grab(in));
                    if (isBeginning(held)) {
                        pull(in);
                        return;
                    }
                    push(out, held);
                    held = ByteString.emptyByteString();
                    setHandler(in, handOn());
                }

                @Override
                public void onUpstreamFinish() {
                    if (held.nonEmpty()) {
                        emit(out, held);
                    }
                    completeStage();
                }
            });
        }

        private AbstractInHandler handOn() {
            return new AbstractInHandler() {
                @Override
                public void onPush() {
                    push(out, grab(in));
                }
            };
        }
    }
}
