package io.runnel.examples;

import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.Await;
import io.runnel.sdk.ProducerOptions;
import io.runnel.sdk.ReadOptions;
import io.runnel.sdk.ReadSessionOptions;
import io.runnel.sdk.ReadStart;
import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.SequencedRecord;
import io.runnel.sdk.StreamClient;
import io.runnel.sdk.pekko.Appending;
import io.runnel.sdk.pekko.Reading;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.javadsl.Source;

/** Appends from a source of Pekko Streams and reads into a sink, each no faster than the other side takes it. */
final class PekkoStreams implements Example {
    @Override
    public void run(RunnelClient client, String basin, PrintStream out) throws InterruptedException {
        StreamClient stream = client.basin(basin).stream("numbers");
        ActorSystem system = ActorSystem.create("pekko-streams");
        try {
            CompletionStage<Done> appended = Source.range(1, 1000)
                    .map(number -> AppendRecord.of(Integer.toString(number)))
                    .runWith(Appending.recordSink(stream, ProducerOptions.DEFAULT), system);
            Await.result(appended.toCompletableFuture());

            ReadOptions all = ReadOptions.from(ReadStart.beginning()).withWait(Duration.ZERO);
            CompletionStage<Integer> sum = Reading.records(stream, ReadSessionOptions.of(all))
                    .map(SequencedRecord::bodyText)
                    .map(Integer::parseInt)
                    .runFold(0, Integer::sum, system);
            out.println("the sum is " + Await.result(sum.toCompletableFuture()));
        } finally {
            system.terminate();
            Await.result(system.getWhenTerminated().toCompletableFuture());
        }
    }
}
