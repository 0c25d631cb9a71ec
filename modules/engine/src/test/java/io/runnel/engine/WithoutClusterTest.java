package io.runnel.engine;

import static io.runnel.engine.NodeClient.value;
import static io.runnel.engine.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.model.BasinConfig;
import io.runnel.model.BasinName;
import io.runnel.model.EntityIds;
import io.runnel.model.Page;
import io.runnel.model.StreamName;
import io.runnel.model.StreamOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A JVM that joins no cluster serves what a node of a cluster serves. */
class WithoutClusterTest {
    private static TestNode node;
    private static NodeClient client;

    @BeforeAll
    static void start() {
        node = new TestNode("""
                pekko.actor.provider = local
                runnel.streams { removal-delay = 50ms, idle-timeout = 200ms }
                runnel.control.idle-timeout = 200ms""");
        client = new NodeClient(node);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void recordsAreThereWhenTheirStreamHasLeftMemoryAndComesBack() {
        StreamName stream = client.created("comes-back");
        value(client.append(stream, "a", "b"));
        assertThat(isInMemory(stream)).isTrue();
        Await.until(() -> !isInMemory(stream));

        value(client.append(stream, "c"));

        assertThat(Records.of(value(client.read(stream, NodeClient.once())))).containsExactly("0=a", "1=b", "2=c");
    }

    @Test
    void streamsAndBasinsGoAndTheirNamesAreUsedAgain() {
        BasinName basin = new BasinName("goes-and-comes");
        for (int life = 0; life < 3; life++) {
            value(node.streams.createBasin(basin, BasinConfig.DEFAULT, null));
            value(node.streams.createStream(basin, new StreamName("s"), StreamOptions.NONE, null));
            assertThat(await(node.streams.deleteBasin(basin)).errorOrNull()).isNull();
            Await.until(() -> value(node.streams.listBasins(new Page.Request("goes", "", 0)))
                    .items()
                    .isEmpty());
        }
    }

    private static boolean isInMemory(StreamName stream) {
        String id = EntityIds.stream(client.basin, stream);
        String path = "/user/stream/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
        return node.system
                .actorSelection(path)
                .resolveOne(Duration.ofSeconds(30))
                .handle((found, failure) -> found != null)
                .toCompletableFuture()
                .join();
    }
}
