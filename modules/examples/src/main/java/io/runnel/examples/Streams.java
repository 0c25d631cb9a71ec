package io.runnel.examples;

import io.runnel.sdk.Await;
import io.runnel.sdk.BasinClient;
import io.runnel.sdk.Change;
import io.runnel.sdk.ListOptions;
import io.runnel.sdk.RetentionPolicy;
import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.StreamConfig;
import io.runnel.sdk.StreamInfo;
import io.runnel.sdk.StreamReconfiguration;
import java.io.PrintStream;

/** Creates a stream, changes how long it keeps its records, and lists all there are. */
final class Streams implements Example {
    @Override
    public void run(RunnelClient client, String basin, PrintStream out) throws InterruptedException {
        BasinClient streams = client.basin(basin);
        Await.result(streams.createStream("audit/2026"));

        StreamConfig changed = Await.result(streams.reconfigureStream(
                "audit/2026", StreamReconfiguration.NONE.withRetention(Change.to(RetentionPolicy.age(30 * 86_400)))));
        out.println(changed.retention());

        for (StreamInfo info : Await.result(streams.listAllStreams(ListOptions.ALL.withPrefix("audit/")))) {
            out.println(info.name());
        }

        Await.result(streams.deleteStream("audit/2026"));
    }
}
