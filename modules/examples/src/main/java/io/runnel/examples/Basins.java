package io.runnel.examples;

import io.runnel.sdk.Await;
import io.runnel.sdk.BasinConfig;
import io.runnel.sdk.BasinInfo;
import io.runnel.sdk.Ensured;
import io.runnel.sdk.ListOptions;
import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.ServerException;
import java.io.PrintStream;

/** Makes sure that a basin exists, finds it in the list, and deletes it. */
final class Basins implements Example {
    @Override
    public void run(RunnelClient client, String basin, PrintStream out) throws InterruptedException {
        String name = basin + "-more";

        Ensured<BasinInfo> ensured = Await.result(client.ensureBasin(name, BasinConfig.DEFAULT));
        out.println(ensured.result());

        try {
            Await.result(client.createBasin(name));
        } catch (ServerException e) {
            out.println(e.code());
        }

        for (BasinInfo info : Await.result(client.listAllBasins(ListOptions.ALL.withPrefix(basin)))) {
            out.println(info.name());
        }

        Await.result(client.deleteBasinIfExists(name));
    }
}
