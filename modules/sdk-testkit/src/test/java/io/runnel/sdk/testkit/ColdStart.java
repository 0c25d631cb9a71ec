package io.runnel.sdk.testkit;

import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.Await;
import io.runnel.sdk.ClientOptions;
import io.runnel.sdk.RunnelClient;
import io.runnel.testkit.TestBasin;
import io.runnel.testkit.TestServer;
import java.time.Duration;

/** What the first test of a JVM waits for: a program of its own, whose time {@link ColdStartIT} tells. */
final class ColdStart {
    private ColdStart() {}

    public static void main(String[] arguments) throws InterruptedException {
        long begun = System.nanoTime();
        try (TestServer server = TestServer.start();
                TestBasin basin = server.newBasin();
                RunnelClient client = RunnelClient.create(ClientOptions.builder()
                        .endpoint(basin.endpoint().toString())
                        .build())) {
            long made = System.nanoTime();
            Await.result(client.basin(basin.name()).stream("first").append(AppendRecord.of("x")));
            long acknowledged = System.nanoTime();
            System.out.println("server, basin and client after " + millis(made - begun)
                    + " ms, the first record acknowledged after " + millis(acknowledged - begun)
                    + " ms, with " + cpuTime() + " ms of CPU time");
        }
    }

    private static long cpuTime() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toMillis)
                .orElse(-1L);
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }
}
