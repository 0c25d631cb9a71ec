package io.runnel.examples;

import io.runnel.sdk.AppendAck;
import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.Await;
import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.StreamClient;
import java.io.PrintStream;

/** Lets go of the records that are not needed any more. They disappear some time after the command was acknowledged. */
final class ExplicitTrim implements Example {
    @Override
    public void run(RunnelClient client, String basin, PrintStream out) throws InterruptedException {
        StreamClient stream = client.basin(basin).stream("events");
        AppendAck ack = Await.result(stream.append(AppendRecord.of("old"), AppendRecord.of("still needed")));

        long firstToKeep = ack.end().seqNum() - 1;
        AppendAck trimmed = Await.result(stream.append(AppendRecord.trim(firstToKeep)));
        out.println("kept from " + firstToKeep + " on; the command is record "
                + trimmed.start().seqNum());
    }
}
