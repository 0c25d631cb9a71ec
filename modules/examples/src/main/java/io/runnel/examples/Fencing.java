package io.runnel.examples;

import io.runnel.sdk.AppendInput;
import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.Await;
import io.runnel.sdk.FencingToken;
import io.runnel.sdk.FencingTokenMismatchException;
import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.StreamClient;
import java.io.PrintStream;

/** A new leader shuts out the one before it. */
final class Fencing implements Example {
    @Override
    public void run(RunnelClient client, String basin, PrintStream out) throws InterruptedException {
        StreamClient stream = client.basin(basin).stream("ledger");
        FencingToken before = FencingToken.random();
        FencingToken now = FencingToken.random();
        Await.result(stream.append(AppendRecord.fence(before)));
        Await.result(stream.append(AppendRecord.fence(now)));

        try {
            Await.result(stream.append(
                    AppendInput.of(AppendRecord.of("from the old leader")).withFencingToken(before)));
        } catch (FencingTokenMismatchException e) {
            out.println("the old leader is shut out");
        }
        Await.result(stream.append(
                AppendInput.of(AppendRecord.of("from the new leader")).withFencingToken(now)));
        out.println("the new leader is not");
    }
}
