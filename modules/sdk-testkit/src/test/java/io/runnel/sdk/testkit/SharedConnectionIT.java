package io.runnel.sdk.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.sdk.AppendInput;
import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.AppendSession;
import io.runnel.sdk.Await;
import io.runnel.sdk.ClientOptions;
import io.runnel.sdk.HttpVersion;
import io.runnel.sdk.ReadBatch;
import io.runnel.sdk.ReadOptions;
import io.runnel.sdk.ReadSession;
import io.runnel.sdk.ReadStart;
import io.runnel.sdk.RetryPolicy;
import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.StreamClient;
import io.runnel.testkit.RunnelTest;
import io.runnel.testkit.TestBasin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What shares a connection of HTTP/2 does not wait for each other. */
@RunnelTest
class SharedConnectionIT {
    private static final int BATCHES = 50;
    private static final int UNREAD = 12;
    private static final ReadOptions TO_THE_TAIL =
            ReadOptions.from(ReadStart.beginning()).withWait(Duration.ZERO);

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void sessionsThatNobodyReadsHoldUpNobody(TestBasin basin) throws Exception {
        // A call or session that is held up is given up, for it would otherwise go on over a connection of its own.
        ClientOptions options = ClientOptions.builder()
                .endpoint(basin.endpoint().toString())
                .httpVersion(HttpVersion.HTTP_2)
                .ioThreads(1)
                .retry(RetryPolicy.DEFAULT.withMaxAttempts(1))
                .build();
        List<ReadSession> unread = new ArrayList<>();
        try (RunnelClient client = RunnelClient.create(options)) {
            StreamClient stream = client.basin(basin.name()).stream("long");
            try (AppendSession session = stream.appendSession()) {
                for (int i = 0; i < BATCHES; i++) {
                    session.submit(AppendInput.of(AppendRecord.of(new byte[900_000])));
                }
            }
            for (int i = 0; i < UNREAD; i++) {
                unread.add(stream.readSession(TO_THE_TAIL));
            }
            int records = 0;
            try (ReadSession read = stream.readSession(TO_THE_TAIL)) {
                for (ReadBatch batch = read.next(); batch != null; batch = read.next()) {
                    records += batch.records().size();
                }
            }
            assertThat(records).isEqualTo(BATCHES);
            assertThat(Await.result(stream.checkTail()).seqNum()).isEqualTo(BATCHES);
            unread.forEach(ReadSession::close);
        }
    }
}
