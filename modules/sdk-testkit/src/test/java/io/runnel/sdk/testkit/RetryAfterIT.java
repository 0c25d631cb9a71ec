package io.runnel.sdk.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runnel.sdk.AppendInput;
import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.AppendSession;
import io.runnel.sdk.Await;
import io.runnel.sdk.ClientOptions;
import io.runnel.sdk.ReadOptions;
import io.runnel.sdk.ReadSession;
import io.runnel.sdk.ReadStart;
import io.runnel.sdk.RetryPolicy;
import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.ServerException;
import io.runnel.sdk.StreamClient;
import io.runnel.sdk.testkit.StubServer.Answer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is asked to come back later does not come back sooner, though he would have. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RetryAfterIT {
    private static final long LATER_MILLIS = 400;
    private static final Answer LATER =
            Answer.refusal(429, "rate_limited").with("retry-after-ms", Long.toString(LATER_MILLIS));
    private static final long LATER_NANOS = Duration.ofMillis(LATER_MILLIS).toNanos();

    private static StreamClient stream(RunnelClient client) {
        return client.basin("some-basin").stream("s");
    }

    /** Left to itself, it tries again at once. */
    private static RunnelClient client(StubServer server) {
        return RunnelClient.create(ClientOptions.builder()
                .endpoint(server.endpoint())
                .retry(RetryPolicy.DEFAULT.withDelays(Duration.ZERO, Duration.ZERO))
                .build());
    }

    @Test
    void aCallWaits() throws Exception {
        try (StubServer server = StubServer.answering(LATER, LATER, Answer.tail());
                RunnelClient client = client(server)) {
            assertThat(Await.result(stream(client).checkTail()).seqNum()).isEqualTo(7);

            assertThat(server.pauseAfter(0)).isGreaterThanOrEqualTo(LATER_NANOS);
            assertThat(server.pauseAfter(1)).isGreaterThanOrEqualTo(LATER_NANOS);
        }
    }

    @Test
    void aReadSessionWaits() throws Exception {
        try (StubServer server = StubServer.answering(LATER, Answer.refusal(422, "invalid"));
                RunnelClient client = client(server);
                ReadSession session = stream(client).readSession(ReadOptions.from(ReadStart.beginning()))) {
            assertThatThrownBy(session::next)
                    .isInstanceOf(ServerException.class)
                    .hasMessageContaining("invalid");

            assertThat(server.pauseAfter(0)).isGreaterThanOrEqualTo(LATER_NANOS);
        }
    }

    @Test
    void anAppendSessionWaits() {
        try (StubServer server = StubServer.answering(LATER, Answer.refusal(422, "invalid"));
                RunnelClient client = client(server)) {
            AppendSession session = stream(client).appendSession();
            assertThatThrownBy(() ->
                            session.submit(AppendInput.of(AppendRecord.of("x"))).await())
                    .isInstanceOf(ServerException.class)
                    .hasMessageContaining("invalid");

            assertThat(server.pauseAfter(0)).isGreaterThanOrEqualTo(LATER_NANOS);
        }
    }
}
