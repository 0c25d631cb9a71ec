package io.runnel.examples;

import io.runnel.sdk.RunnelClient;
import java.io.PrintStream;

/** Something to try on a basin that creates streams when they are used. */
interface Example {
    void run(RunnelClient client, String basin, PrintStream out) throws Exception;
}
