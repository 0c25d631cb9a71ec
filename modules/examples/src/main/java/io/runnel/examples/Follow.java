package io.runnel.examples;

import io.runnel.sdk.AppendAck;
import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.Await;
import io.runnel.sdk.ReadBatch;
import io.runnel.sdk.ReadOptions;
import io.runnel.sdk.ReadSession;
import io.runnel.sdk.ReadStart;
import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.SequencedRecord;
import io.runnel.sdk.StreamClient;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Reads what there is, is told when that is all, and follows what comes: whoever keeps a state of it knows when to serve. */
final class Follow implements Example {
    @Override
    public void run(RunnelClient client, String basin, PrintStream out) throws InterruptedException {
        StreamClient stream = client.basin(basin).stream("prices");
        Await.result(stream.append(AppendRecord.of("old"), AppendRecord.of("not so old")));

        // Without a count it would go on for ever.
        ReadOptions three = ReadOptions.from(ReadStart.beginning()).withCount(3).withWait(Duration.ofMinutes(1));
        try (ReadSession session = stream.readSession(three)) {
            CompletableFuture<AppendAck> appended = session.caughtUp()
                    .thenCompose(tail -> stream.append(AppendRecord.of("appended at " + tail.seqNum())));
            for (ReadBatch batch = session.next(); batch != null; batch = session.next()) {
                for (SequencedRecord record : batch.records()) {
                    out.println(record.seqNum() + ": " + record.bodyText());
                }
            }
            out.println("the tail is now " + Await.result(appended).end().seqNum());
        }
    }
}
