package io.runnel.examples;

import io.runnel.sdk.AppendAck;
import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.Await;
import io.runnel.sdk.ReadBatch;
import io.runnel.sdk.ReadOptions;
import io.runnel.sdk.ReadStart;
import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.SequencedRecord;
import io.runnel.sdk.StreamClient;
import java.io.PrintStream;

/** Appends two records and reads them back. */
final class Overview implements Example {
    @Override
    public void run(RunnelClient client, String basin, PrintStream out) throws InterruptedException {
        StreamClient stream = client.basin(basin).stream("greetings");

        AppendAck ack = Await.result(
                stream.append(AppendRecord.of("hello"), AppendRecord.of("world").withHeader("language", "en")));
        out.println("durable up to " + ack.end());

        ReadBatch batch = Await.result(stream.read(ReadOptions.from(ReadStart.beginning())));
        for (SequencedRecord record : batch.records()) {
            out.println(record.seqNum() + ": " + record.bodyText() + " " + record.headers());
        }
    }
}
