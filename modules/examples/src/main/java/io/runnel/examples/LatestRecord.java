package io.runnel.examples;

import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.Await;
import io.runnel.sdk.Position;
import io.runnel.sdk.ReadOptions;
import io.runnel.sdk.ReadStart;
import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.SequencedRecord;
import io.runnel.sdk.StreamClient;
import java.io.PrintStream;

/** Reads the last record of a stream. */
final class LatestRecord implements Example {
    @Override
    public void run(RunnelClient client, String basin, PrintStream out) throws InterruptedException {
        StreamClient stream = client.basin(basin).stream("temperatures");
        Await.result(stream.append(AppendRecord.of("19.5"), AppendRecord.of("20.1"), AppendRecord.of("20.4")));

        Position tail = Await.result(stream.checkTail());
        SequencedRecord latest = Await.result(
                        stream.read(ReadOptions.from(ReadStart.tailOffset(1)).withCount(1)))
                .records()
                .get(0);
        out.println(latest.bodyText() + ", and the next record will be number " + tail.seqNum());
    }
}
