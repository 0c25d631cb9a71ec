package io.runnel.examples;

import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.Await;
import io.runnel.sdk.Producer;
import io.runnel.sdk.ProducerTicket;
import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.StreamClient;
import java.io.PrintStream;

/** Appends records one by one. The producer makes batches of them, and waits when the server cannot keep up. */
final class Produce implements Example {
    @Override
    public void run(RunnelClient client, String basin, PrintStream out) throws InterruptedException {
        StreamClient stream = client.basin(basin).stream("clicks");

        try (Producer producer = stream.producer()) {
            for (int i = 0; i < 1000; i++) {
                producer.submit(AppendRecord.of("click " + i));
            }
            Await.result(producer.flush());
            out.println("1000 clicks are durable");

            ProducerTicket last = producer.submit(AppendRecord.of("the last click"));
            out.println("it is record " + last.await().seqNum());
        }
    }
}
