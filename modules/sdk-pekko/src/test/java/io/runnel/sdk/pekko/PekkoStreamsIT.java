package io.runnel.sdk.pekko;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runnel.sdk.AppendInput;
import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.AppendSessionOptions;
import io.runnel.sdk.BasinClient;
import io.runnel.sdk.ProducerOptions;
import io.runnel.sdk.ReadOptions;
import io.runnel.sdk.ReadSessionOptions;
import io.runnel.sdk.ReadStart;
import io.runnel.sdk.RecordAck;
import io.runnel.sdk.SeqNumMismatchException;
import io.runnel.sdk.SequencedRecord;
import io.runnel.sdk.StreamClient;
import io.runnel.testkit.FaultProxy;
import io.runnel.testkit.RunnelTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@RunnelTest
class PekkoStreamsIT {
    private static ActorSystem system;

    @BeforeAll
    static void start() {
        system = ActorSystem.create("pekko-streams");
    }

    @AfterAll
    static void stop() throws Exception {
        system.terminate();
        await(system.getWhenTerminated());
    }

    @Test
    void whatIsAppendedIsRead(BasinClient basin) throws Exception {
        StreamClient stream = basin.stream("numbers");
        await(Source.range(0, 9_999)
                .map(number -> AppendRecord.of(Integer.toString(number)))
                .runWith(Appending.recordSink(stream, ProducerOptions.DEFAULT), system));

        List<String> read = await(Reading.records(stream, toTheTail())
                .map(SequencedRecord::bodyText)
                .runWith(Sink.seq(), system));

        assertThat(read)
                .isEqualTo(
                        IntStream.range(0, 10_000).mapToObj(Integer::toString).toList());
    }

    @Test
    void acknowledgementsComeInOrder(BasinClient basin) throws Exception {
        List<Long> numbers = await(Source.range(0, 999)
                .map(number -> AppendRecord.of(Integer.toString(number)))
                .via(Appending.records(basin.stream("numbers"), ProducerOptions.DEFAULT))
                .map(RecordAck::seqNum)
                .runWith(Sink.seq(), system));

        assertThat(numbers)
                .isEqualTo(IntStream.range(0, 1000).mapToObj(i -> (long) i).toList());
    }

    @Test
    void aServerThatTakesNothingStopsWhatIsUpstream(BasinClient basin, FaultProxy faults) throws Exception {
        faults.stall();
        byte[] body = new byte[500_000];
        AtomicInteger asked = new AtomicInteger();
        CompletionStage<?> done = Source.range(0, 99)
                .map(number -> {
                    asked.incrementAndGet();
                    return AppendInput.of(AppendRecord.of(body));
                })
                .runWith(Appending.sink(basin.stream("large"), AppendSessionOptions.DEFAULT), system);

        assertThatThrownBy(() -> done.toCompletableFuture().get(500, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        assertThat(asked.get()).isLessThan(30);
        faults.restore();
        await(done);
        assertThat(asked.get()).isEqualTo(100);
    }

    @Test
    void aSourceThatIsCancelledClosesItsConnection(BasinClient basin, FaultProxy faults) throws Exception {
        StreamClient stream = basin.stream("followed");
        await(Source.single(AppendRecord.of("first"))
                .runWith(Appending.recordSink(stream, ProducerOptions.DEFAULT), system));

        String first = await(Reading.records(stream, ReadSessionOptions.of(ReadOptions.from(ReadStart.beginning())))
                .map(SequencedRecord::bodyText)
                .runWith(Sink.head(), system));

        assertThat(first).isEqualTo("first");
    }

    @Test
    void whatTheServerRefusesFailsTheFlow(BasinClient basin) {
        AppendInput impossible = AppendInput.of(AppendRecord.of("x")).matchingSeqNum(42);

        assertThatThrownBy(() -> await(Source.single(impossible)
                        .runWith(Appending.sink(basin.stream("empty"), AppendSessionOptions.DEFAULT), system)))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(SeqNumMismatchException.class);
    }

    private static ReadSessionOptions toTheTail() {
        return ReadSessionOptions.of(ReadOptions.from(ReadStart.beginning()).withWait(Duration.ZERO));
    }

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
