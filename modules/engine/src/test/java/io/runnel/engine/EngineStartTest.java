package io.runnel.engine;

import static io.runnel.engine.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.model.BasinConfig;
import io.runnel.model.BasinInfo;
import io.runnel.model.BasinName;
import io.runnel.model.Outcome;
import io.runnel.model.Page;
import io.runnel.model.Provisioned;
import io.runnel.model.Provisioned.Result;
import io.runnel.model.StreamInfo;
import io.runnel.model.StreamName;
import io.runnel.model.StreamOptions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The control plane of one node, through sharding and a journal. */
class EngineStartTest {
    private static final BasinName BASIN = new BasinName("engine-start");
    private static final Page.Request ALL = new Page.Request("", "", 0);

    private static TestNode node;

    @BeforeAll
    static void start() {
        node = new TestNode("runnel.streams.removal-delay = 100ms");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void answersSoonAfterItsStart() {
        // The first system of a JVM pays for loading classes; a second shows what the settings cost.
        long began = System.nanoTime();
        try (TestNode second = new TestNode("")) {
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            System.err.println("start took " + took);
            assertThat(took).isLessThan(Duration.ofSeconds(5));
            assertThat(value(second.streams.listBasins(ALL)).items()).isEmpty();
        }
    }

    @Test
    void aThousandStreamsCreatedAtOnceAreAllAnswered() {
        BasinName basin = new BasinName("a-thousand");
        value(node.streams.ensureBasin(basin, BasinConfig.DEFAULT));
        List<CompletionStage<Outcome<Provisioned<StreamInfo>>>> creations = IntStream.range(0, 1000)
                .mapToObj(i -> node.streams.createStream(basin, stream("s" + i), StreamOptions.NONE, null))
                .toList();
        assertThat(creations)
                .allSatisfy(creation -> assertThat(value(creation).result()).isEqualTo(Result.CREATED));
        Page<StreamInfo> page = value(node.streams.listStreams(basin, ALL));
        assertThat(page.items()).hasSize(1000);
        assertThat(page.hasMore()).isFalse();
    }

    @Test
    void aBasinGoesThroughItsLife() throws InterruptedException {
        Provisioned<BasinInfo> created = value(node.streams.createBasin(BASIN, BasinConfig.DEFAULT, "token"));
        assertThat(created.result()).isEqualTo(Result.CREATED);
        assertThat(listed()).contains(created.resource());
        assertThat(value(node.streams.createBasin(BASIN, BasinConfig.DEFAULT, "token")))
                .isEqualTo(new Provisioned<>(Result.NOOP, created.resource()));
        value(node.streams.createStream(BASIN, stream("s"), StreamOptions.NONE, null));

        assertThat(await(node.streams.deleteBasin(BASIN)).errorOrNull()).isNull();
        assertThat(listed()).anySatisfy(info -> {
            assertThat(info.name()).isEqualTo(BASIN);
            assertThat(info.deletedAt()).isNotNull();
        });
        Await.until(() -> listed().stream().noneMatch(info -> info.name().equals(BASIN)));
        assertThat(Objects.requireNonNull(await(node.streams.basinConfig(BASIN)).errorOrNull())
                        .status())
                .isEqualTo(404);
        assertThat(value(node.streams.createBasin(BASIN, BasinConfig.DEFAULT, null))
                        .result())
                .isEqualTo(Result.CREATED);
        assertThat(value(node.streams.listStreams(BASIN, ALL)).items()).isEmpty();
    }

    private static List<BasinInfo> listed() {
        return value(node.streams.listBasins(ALL)).items();
    }

    private static StreamName stream(String name) {
        return new StreamName(name);
    }

    private static <T> T value(CompletionStage<Outcome<T>> stage) {
        Outcome<T> outcome = await(stage);
        assertThat(outcome.errorOrNull()).isNull();
        return Objects.requireNonNull(outcome.valueOrNull());
    }
}
