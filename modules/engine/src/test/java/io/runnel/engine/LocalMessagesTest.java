package io.runnel.engine;

import static io.runnel.engine.NodeClient.value;
import static io.runnel.engine.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.model.AppendInput;
import io.runnel.model.BasinConfig;
import io.runnel.model.BasinName;
import io.runnel.model.Page;
import io.runnel.model.ReadRequest;
import io.runnel.model.ReadStart;
import io.runnel.model.StreamName;
import io.runnel.model.StreamOptions;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.serialization.JSerializer;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.Test;

class LocalMessagesTest {
    private static final AtomicInteger SERIALIZED = new AtomicInteger();

    /** Stands where {@link KryoMessages} does. */
    public static final class Counting extends JSerializer {
        /** Called by Pekko. */
        public Counting(ExtendedActorSystem system) {}

        @Override
        public int identifier() {
            return 82_002;
        }

        @Override
        public boolean includeManifest() {
            return false;
        }

        @Override
        public byte[] toBinary(Object message) {
            SERIALIZED.incrementAndGet();
            throw new IllegalStateException("a message to this node: " + message.getClass());
        }

        @Override
        public Object fromBinaryJava(byte[] bytes, Class<?> manifest) {
            throw new IllegalStateException("a message from this node");
        }
    }

    @Test
    void nothingIsSerializedThatStaysOnItsNode() {
        BasinName basin = new BasinName("local-messages");
        StreamName stream = new StreamName("s");
        try (TestNode node =
                new TestNode("pekko.actor.serializers.runnel-messages = \"" + Counting.class.getName() + "\"")) {
            value(node.streams.ensureBasin(basin, BasinConfig.DEFAULT));
            value(node.streams.createStream(basin, stream, StreamOptions.NONE, null));
            value(node.streams.append(
                    basin, stream, StreamOptions.NONE, new AppendInput(Records.batch("a"), null, null)));
            List<AppendOutput> acks = await(Source.<AppendFeed>single(new AppendFeed.Batch(Records.input("b")))
                    .via(value(node.streams.openAppendSession(basin, stream, StreamOptions.NONE)))
                    .runWith(Sink.seq(), node.system));
            assertThat(acks).hasSize(1);
            ReadRequest all = new ReadRequest(new ReadStart.SeqNum(0), false, 2L, null, null, null);
            assertThat(Records.of(value(node.streams.read(basin, stream, StreamOptions.NONE, all))))
                    .containsExactly("0=a", "1=b");
            List<ReadOutput> read = await(value(node.streams.openReadSession(basin, stream, StreamOptions.NONE, all))
                    .runWith(Sink.seq(), node.system));
            assertThat(read).isNotEmpty();
            value(node.streams.listBasins(new Page.Request("", "", 0)));
        }
        assertThat(SERIALIZED).hasValue(0);
    }
}
