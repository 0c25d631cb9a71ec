package io.runnel.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long the client waits before it tries again. */
class RetryPolicyTest {
    private static final RetryPolicy POLICY = RetryPolicy.DEFAULT; // 100 ms to 1 s
    private final RunnelException broken = new ConnectionException("broken", null, true);

    @Test
    void delaysDoubleUpToTheLongest() {
        assertThat(LongStream.rangeClosed(1, 6).map(failures -> millis((int) failures, 0, broken)))
                .containsExactly(100L, 200L, 400L, 800L, 1000L, 1000L);
        assertThat(millis(Integer.MAX_VALUE, 0, broken)).isEqualTo(1000);
    }

    @Test
    void chanceAddsUpToAsMuchAgain() {
        assertThat(millis(1, 0.5, broken)).isEqualTo(150);
        assertThat(millis(5, 1, broken)).isEqualTo(2000);
    }

    @Test
    void neverShorterThanTheServerAsks() {
        assertThat(millis(1, 0.5, refused("2500"))).isEqualTo(2500);
        assertThat(millis(1, 0.5, refused("20"))).isEqualTo(150);
    }

    @Test
    void noServerMakesItWaitForMoreThanAnHour() {
        assertThat(millis(1, 0, refused(Long.toString(Long.MAX_VALUE)))).isEqualTo(3_600_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1.5", "99999999999999999999"})
    void whatIsNoNumberOfMillisecondsIsNotAskedFor(String value) {
        assertThat(millis(1, 0, refused(value))).isEqualTo(100);
    }

    @Test
    void delaysOfNothingArePossible() {
        RetryPolicy atOnce = POLICY.withDelays(Duration.ZERO, Duration.ZERO);
        assertThat(atOnce.delayNanos(3, 1, broken)).isZero();
    }

    private static long millis(int failures, double chance, RunnelException failure) {
        return Duration.ofNanos(POLICY.delayNanos(failures, chance, failure)).toMillis();
    }

    private static RunnelException refused(String retryAfter) {
        HttpHeaders headers = new DefaultHttpHeaders().set("retry-after-ms", retryAfter);
        return Answer.of(429, headers, "{\"code\":\"rate_limited\",\"message\":\"slow down\"}".getBytes(UTF_8))
                .failure();
    }
}
