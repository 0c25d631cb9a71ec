package io.runnel.examples;

import io.runnel.sdk.AppendInput;
import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.AppendSession;
import io.runnel.sdk.AppendSessionOptions;
import io.runnel.sdk.AppendTicket;
import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.StreamClient;
import java.io.PrintStream;

/** Appends batches, many of them in flight, each exactly once: whatever fails on the way, none is lost, and none is there twice. */
final class ExactlyOnce implements Example {
    @Override
    public void run(RunnelClient client, String basin, PrintStream out) throws InterruptedException {
        StreamClient stream = client.basin(basin).stream("transfers");

        try (AppendSession session = stream.appendSession(AppendSessionOptions.DEFAULT.exactlyOnceFromTail())) {
            AppendTicket first =
                    session.submit(AppendInput.of(AppendRecord.of("10 from Ann"), AppendRecord.of("10 to Bob")));
            AppendTicket second =
                    session.submit(AppendInput.of(AppendRecord.of("5 from Bob"), AppendRecord.of("5 to Cid")));
            out.println("the first transfer is record " + first.await().start().seqNum());
            out.println("the second is record " + second.await().start().seqNum());
        }
    }
}
