package io.runnel.examples;

import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.Await;
import io.runnel.sdk.ReadBatch;
import io.runnel.sdk.ReadOptions;
import io.runnel.sdk.ReadStart;
import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.StreamClient;
import java.io.PrintStream;

/** A whole program: the endpoint of a server and a basin are its arguments, {@code http://localhost:8080 my-basin} say. */
public final class Hello {
    private Hello() {}

    public static void main(String[] args) throws Exception {
        run(args[0], args[1], System.out);
    }

    static void run(String endpoint, String basin, PrintStream out) throws InterruptedException {
        try (RunnelClient client = RunnelClient.connect(endpoint)) {
            StreamClient stream = client.basin(basin).stream("greetings");
            Await.result(stream.append(AppendRecord.of("hello, world")));
            ReadBatch batch = Await.result(stream.read(ReadOptions.from(ReadStart.beginning())));
            batch.records().forEach(record -> out.println(record.bodyText()));
        }
    }
}
