package io.runnel.examples;

import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.Await;
import io.runnel.sdk.BasinClient;
import io.runnel.sdk.CheckpointingConsumer;
import io.runnel.sdk.Checkpoints;
import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.StreamClient;
import java.io.PrintStream;

/** Handles every record, and goes on where it left off when it is started again. */
final class Checkpointing implements Example {
    @Override
    public void run(RunnelClient client, String basin, PrintStream out) throws Exception {
        StreamClient stream = client.basin(basin).stream("mails");
        Await.result(stream.append(AppendRecord.of("to Ann")));
        sendAll(client.basin(basin), out);

        Await.result(stream.append(AppendRecord.of("to Bob")));
        out.println("started again");
        sendAll(client.basin(basin), out);
    }

    private static void sendAll(BasinClient basin, PrintStream out) throws Exception {
        Checkpoints checkpoints = Checkpoints.in(basin.stream("mails-sent"));
        CheckpointingConsumer consumer = CheckpointingConsumer.of(basin.stream("mails"), checkpoints);
        consumer.run(batch -> {
            batch.records().forEach(record -> out.println("mail " + record.bodyText()));
            consumer.close(); // so that the example ends
        });
    }
}
