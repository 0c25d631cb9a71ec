package io.runnel.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.scaladsl.model.HttpProtocols;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class TrafficTest {
    private final Meters meters = new Meters();

    private Traffic traffic(Function<Exchange, CompletionStage<Reply>> routes) {
        return new Traffic(routes, meters.http());
    }

    private static Exchange request() {
        return new Exchange(HttpRequest.GET("/v1/basins"), TestEdge.DISCARD, TestEdge.ARRIVALS, TestEdge.MATERIALIZER);
    }

    @Test
    void aRequestIsOpenUntilItIsAnswered() {
        CompletableFuture<Reply> answer = new CompletableFuture<>();
        Traffic traffic = traffic(exchange -> answer);
        assertThat(traffic.whenIdle()).isDone();
        CompletionStage<Reply> passedOn = traffic.handle(request());
        assertThat(traffic.open()).isEqualTo(1);
        CompletableFuture<Void> idle = traffic.whenIdle();
        assertThat(idle).isNotDone();
        answer.complete(Reply.empty(202));
        assertThat(passedOn.toCompletableFuture().join().status()).isEqualTo(202);
        assertThat(idle).isDone();
        assertThat(meters.scrape()).contains("runnel_http_requests_seconds_count{route=\"basins\",status=\"202\"} 1");
    }

    @Test
    void aFailureIsPassedOnAndCountedAsOne() {
        for (Function<Exchange, CompletionStage<Reply>> failing : List.<Function<Exchange, CompletionStage<Reply>>>of(
                exchange -> CompletableFuture.failedFuture(new IllegalStateException("broken")), exchange -> {
                    throw new IllegalStateException("broken");
                })) {
            Traffic traffic = traffic(failing);
            assertThat(traffic.handle(request()))
                    .failsWithin(1, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .havingRootCause()
                    .withMessage("broken");
            assertThat(traffic.open()).isZero();
        }
        assertThat(meters.scrape()).contains("runnel_http_requests_seconds_count{route=\"basins\",status=\"500\"} 2");
    }

    @Test
    void aSessionIsOpenWhileItsAnswerFlows() {
        CompletableFuture<ByteString> last = new CompletableFuture<>();
        Source<ByteString, NotUsed> body = Source.completionStage(last);
        Traffic traffic = traffic(exchange -> CompletableFuture.completedFuture(
                Reply.session(ContentTypes.APPLICATION_OCTET_STREAM, body, List.of())));
        Reply reply = traffic.handle(request()).toCompletableFuture().join();
        assertThat(traffic.open()).isZero();
        CompletionStage<Done> sent = reply.stream().runWith(Sink.ignore(), TestEdge.MATERIALIZER);
        TestEdge.until(() -> traffic.open() == 1 && traffic.http1Sessions() == 1);
        CompletableFuture<Void> idle = traffic.whenIdle();
        assertThat(idle).isNotDone();
        last.complete(ByteString.fromString("end"));
        assertThat(idle).succeedsWithin(5, TimeUnit.SECONDS);
        assertThat(sent).succeedsWithin(5, TimeUnit.SECONDS);
        assertThat(traffic.http1Sessions()).isZero();
    }

    @Test
    void aSessionThatItsClientLeavesIsClosed() {
        Source<ByteString, NotUsed> endless = Source.repeat(ByteString.fromString("more"));
        Traffic traffic = traffic(exchange -> CompletableFuture.completedFuture(
                Reply.session(ContentTypes.APPLICATION_OCTET_STREAM, endless, List.of())));
        Exchange http2 = new Exchange(
                HttpRequest.GET("/v1/basins").withProtocol(HttpProtocols.HTTP$div2$u002E0()),
                TestEdge.DISCARD,
                TestEdge.ARRIVALS,
                TestEdge.MATERIALIZER);
        Reply reply = traffic.handle(http2).toCompletableFuture().join();
        reply.stream().runWith(Sink.cancelled(), TestEdge.MATERIALIZER);
        assertThat(traffic.http1Sessions()).isZero();
        TestEdge.until(() -> traffic.open() == 0);
    }
}
