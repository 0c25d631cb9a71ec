package consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.Await;
import io.runnel.sdk.ReadBatch;
import io.runnel.sdk.ReadOptions;
import io.runnel.sdk.ReadSessionOptions;
import io.runnel.sdk.ReadStart;
import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.SequencedRecord;
import io.runnel.sdk.StreamClient;
import io.runnel.sdk.pekko.Reading;
import io.runnel.testkit.FaultProxy;
import io.runnel.testkit.RunnelTest;
import io.runnel.testkit.TestBasin;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.javadsl.Sink;
import org.junit.jupiter.api.Test;

@RunnelTest
class ConsumerTest {
    @Test
    void whatWasAppendedIsRead(RunnelClient client, TestBasin basin) throws Exception {
        StreamClient stream = client.basin(basin.name()).stream("letters");
        Await.result(stream.append(AppendRecord.of("a")));
        ReadBatch batch = Await.result(stream.read(ReadOptions.from(ReadStart.beginning())));
        assertEquals(List.of("a"), batch.records().stream().map(SequencedRecord::bodyText).toList());
    }

    @Test
    void aConnectionThatBreaksIsMadeAgain(RunnelClient client, TestBasin basin, FaultProxy faults) throws Exception {
        StreamClient stream = client.basin(basin.name()).stream("letters");
        Await.result(stream.append(AppendRecord.of("a")));
        faults.reset();
        assertEquals(1, Await.result(stream.append(AppendRecord.of("b"))).start().seqNum());
    }

    @Test
    void pekkoStreamsOfTheSameProjectReadThem(RunnelClient client, TestBasin basin) throws Exception {
        StreamClient stream = client.basin(basin.name()).stream("letters");
        Await.result(stream.append(AppendRecord.of("a")));
        ActorSystem system = ActorSystem.create("consumer");
        try {
            ReadOptions all = ReadOptions.from(ReadStart.beginning()).withWait(Duration.ZERO);
            List<String> read = Reading.records(stream, ReadSessionOptions.of(all))
                    .map(SequencedRecord::bodyText)
                    .runWith(Sink.seq(), system)
                    .toCompletableFuture()
                    .join();
            assertEquals(List.of("a"), read);
        } finally {
            system.terminate();
        }
    }
}
