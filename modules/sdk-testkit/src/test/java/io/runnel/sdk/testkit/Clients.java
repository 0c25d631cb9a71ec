package io.runnel.sdk.testkit;

import io.runnel.sdk.Await;
import io.runnel.sdk.ClientOptions;
import io.runnel.sdk.HttpVersion;
import io.runnel.sdk.RangeNotSatisfiableException;
import io.runnel.sdk.ReadBatch;
import io.runnel.sdk.ReadOptions;
import io.runnel.sdk.ReadStart;
import io.runnel.sdk.RetryPolicy;
import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.StreamClient;
import io.runnel.testkit.FaultProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Clients as failure tests need them, and what is in a stream. */
final class Clients {
    private Clients() {}

    /** Tries again soon, and often, and finds out soon that nothing comes. */
    static RunnelClient patient(HttpVersion version, FaultProxy proxy) {
        return RunnelClient.create(ClientOptions.builder()
                .endpoint(proxy.endpoint().toString())
                .httpVersion(version)
                .connectTimeout(Duration.ofSeconds(2))
                .requestTimeout(Duration.ofMillis(500))
                .retry(RetryPolicy.DEFAULT.withMaxAttempts(50).withDelays(Duration.ofMillis(5), Duration.ofMillis(100)))
                .build());
    }

    static List<String> bodies(StreamClient stream) throws InterruptedException {
        List<String> bodies = new ArrayList<>();
        while (true) {
            try {
                ReadBatch batch = Await.result(stream.read(ReadOptions.from(ReadStart.seqNum(bodies.size()))));
                batch.records().forEach(record -> bodies.add(record.bodyText()));
            } catch (RangeNotSatisfiableException e) {
                return bodies;
            }
        }
    }
}
