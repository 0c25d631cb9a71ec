package io.runnel.sdk.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runnel.sdk.AppendInput;
import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.Await;
import io.runnel.sdk.BasinClient;
import io.runnel.sdk.CheckpointingConsumer;
import io.runnel.sdk.Checkpoints;
import io.runnel.sdk.FencingToken;
import io.runnel.sdk.FencingTokenMismatchException;
import io.runnel.sdk.ReadBatch;
import io.runnel.sdk.ReadOptions;
import io.runnel.sdk.ReadSessionOptions;
import io.runnel.sdk.ReadStart;
import io.runnel.sdk.StreamClient;
import io.runnel.testkit.RunnelTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

@RunnelTest
class CheckpointingConsumerIT {
    private final List<String> handled = new ArrayList<>();

    @Test
    void goesOnWhereItLeftOff(BasinClient basin) throws Exception {
        StreamClient stream = basin.stream("orders");
        Checkpoints checkpoints = Checkpoints.in(basin.stream("orders-checkpoints"));
        append(stream, "a", "b");
        toTheTail(stream, checkpoints).run(this::handle);
        append(stream, "c");
        toTheTail(stream, checkpoints).run(this::handle);

        assertThat(handled).containsExactly("a", "b", "c");
        assertThat(Await.result(checkpoints.load())).isEqualTo(OptionalLong.of(3));
    }

    @Test
    void whatFailsIsHandledAgainNextTime(BasinClient basin) throws Exception {
        StreamClient stream = basin.stream("orders");
        Checkpoints checkpoints = Checkpoints.in(basin.stream("orders-checkpoints"));
        append(stream, "a");
        assertThatThrownBy(() -> toTheTail(stream, checkpoints).run(batch -> {
                    throw new IOException("full");
                }))
                .hasMessage("full");
        toTheTail(stream, checkpoints).run(this::handle);

        assertThat(handled).containsExactly("a");
    }

    @Test
    void itEndsWhenItIsClosedAndHasSavedThen(BasinClient basin) throws Exception {
        StreamClient stream = basin.stream("orders");
        Checkpoints checkpoints = Checkpoints.in(basin.stream("orders-checkpoints"));
        append(stream, "a");
        CheckpointingConsumer consumer = CheckpointingConsumer.of(stream, checkpoints);
        consumer.run(batch -> {
            handle(batch);
            consumer.close();
        });
        assertThat(Await.result(checkpoints.load())).isEqualTo(OptionalLong.of(1));
    }

    @Test
    void whoWasReplacedCannotSaveAnyMore(BasinClient basin) throws Exception {
        StreamClient stream = basin.stream("orders-checkpoints");
        Checkpoints one = Checkpoints.in(stream, FencingToken.random());
        Checkpoints other = Checkpoints.in(stream, FencingToken.random());
        assertThat(Await.result(one.load())).isEmpty();
        Await.result(one.save(7));
        assertThat(Await.result(other.load())).isEqualTo(OptionalLong.of(7));

        assertThatThrownBy(() -> Await.result(one.save(8))).isInstanceOf(FencingTokenMismatchException.class);
        Await.result(other.save(9));
        assertThat(Await.result(other.load())).isEqualTo(OptionalLong.of(9));
    }

    @Test
    void checkpointsAreFoundBehindTrimmedOnes(BasinClient basin) throws Exception {
        Checkpoints checkpoints = Checkpoints.in(basin.stream("orders-checkpoints"));
        for (int i = 1; i <= 100; i++) {
            Await.result(checkpoints.save(i));
        }
        assertThat(Await.result(checkpoints.load())).isEqualTo(OptionalLong.of(100));
    }

    private void handle(ReadBatch batch) {
        batch.records().forEach(record -> handled.add(record.bodyText()));
    }

    private static CheckpointingConsumer toTheTail(StreamClient stream, Checkpoints checkpoints) {
        ReadOptions read = ReadOptions.from(ReadStart.beginning()).withWait(Duration.ZERO);
        return CheckpointingConsumer.of(stream, checkpoints, ReadSessionOptions.of(read), Duration.ofSeconds(1));
    }

    private static void append(StreamClient stream, String... bodies) throws InterruptedException {
        List<AppendRecord> records = new ArrayList<>();
        for (String body : bodies) {
            records.add(AppendRecord.of(body));
        }
        Await.result(stream.append(AppendInput.of(records)));
    }
}
