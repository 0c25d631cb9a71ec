package io.runnel.sdk.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.runnel.sdk.AccessTokenProvider;
import io.runnel.sdk.AppendInput;
import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.AppendSession;
import io.runnel.sdk.Await;
import io.runnel.sdk.ClientOptions;
import io.runnel.sdk.ConnectionException;
import io.runnel.sdk.ReadOptions;
import io.runnel.sdk.ReadSession;
import io.runnel.sdk.ReadStart;
import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.ServerException;
import io.runnel.sdk.StreamClient;
import io.runnel.sdk.testkit.StubServer.Answer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where tokens come from is asked again when the server does not accept one, and then only. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class AccessTokenIT {
    /** Gives a token that is out of date until it is asked for a new one. */
    private static final class Renewable implements AccessTokenProvider {
        final List<Boolean> asked = Collections.synchronizedList(new ArrayList<>());
        private volatile String token = "old";

        @Override
        public CompletionStage<String> token(boolean refresh) {
            asked.add(refresh);
            if (refresh) {
                token = "new";
            }
            return CompletableFuture.supplyAsync(() -> token);
        }
    }

    private final Renewable tokens = new Renewable();

    private static RunnelClient client(StubServer server, AccessTokenProvider tokens) {
        return RunnelClient.create(ClientOptions.builder()
                .endpoint(server.endpoint())
                .accessToken(tokens)
                .build());
    }

    private static StreamClient stream(RunnelClient client) {
        return client.basin("some-basin").stream("s");
    }

    private static StubServer acceptingTheNewToken(Answer answer) {
        return StubServer.answering(token -> token.equals("new") ? answer : Answer.refusal(401, "authn"));
    }

    @Test
    void aCallIsMadeAgainWithANewToken() throws Exception {
        try (StubServer server = acceptingTheNewToken(Answer.tail());
                RunnelClient client = client(server, tokens)) {
            assertThat(Await.result(stream(client).checkTail()).seqNum()).isEqualTo(7);
            assertThat(Await.result(stream(client).checkTail()).seqNum()).isEqualTo(7);

            assertThat(server.tokens()).containsExactly("old", "new", "new");
            assertThat(tokens.asked).containsExactly(false, true, false);
        }
    }

    @Test
    void theNewTokenIsTheLastThatIsTried() {
        try (StubServer server = StubServer.answering(Answer.refusal(401, "authn"));
                RunnelClient client = client(server, tokens)) {
            ServerException refused = catchThrowableOfType(
                    ServerException.class, () -> Await.result(stream(client).checkTail()));

            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.code()).isEqualTo("authn");
            assertThat(server.tokens()).containsExactly("old", "new");
        }
    }

    @Test
    void whoMayNotIsNotHelpedByANewToken() {
        try (StubServer server = StubServer.answering(Answer.refusal(403, "permission_denied"));
                RunnelClient client = client(server, tokens)) {
            ServerException refused = catchThrowableOfType(
                    ServerException.class, () -> Await.result(stream(client).checkTail()));

            assertThat(refused.code()).isEqualTo("permission_denied");
            assertThat(server.tokens()).containsExactly("old");
            assertThat(tokens.asked).containsExactly(false);
        }
    }

    /** The stub cannot speak S2S, but refuses what comes with the new token for another reason. */
    @Test
    void sessionsTryANewTokenToo() throws Exception {
        try (StubServer server = acceptingTheNewToken(Answer.refusal(422, "invalid"));
                RunnelClient client = client(server, tokens)) {
            try (ReadSession session = stream(client).readSession(ReadOptions.from(ReadStart.beginning()))) {
                assertThatThrownBy(session::next)
                        .isInstanceOf(ServerException.class)
                        .hasMessageContaining("invalid");
            }
            assertThat(server.tokens()).containsExactly("old", "new");
        }
    }

    @Test
    void anAppendSessionTriesANewTokenToo() throws Exception {
        try (StubServer server = acceptingTheNewToken(Answer.refusal(422, "invalid"));
                RunnelClient client = client(server, tokens)) {
            AppendSession session = stream(client).appendSession();
            assertThatThrownBy(() ->
                            session.submit(AppendInput.of(AppendRecord.of("x"))).await())
                    .isInstanceOf(ServerException.class)
                    .hasMessageContaining("invalid");
            assertThat(server.tokens()).containsExactly("old", "new");
        }
    }

    @Test
    void withoutATokenNothingIsSent() {
        AccessTokenProvider none =
                refresh -> CompletableFuture.failedFuture(new IllegalStateException("vault is shut"));
        assertNothingIsSent(none);
    }

    @Test
    void aProviderThatThrowsFailsTheCallAndDoesNotLetItHang() {
        assertNothingIsSent(refresh -> {
            throw new IllegalStateException("vault is shut");
        });
    }

    private static void assertNothingIsSent(AccessTokenProvider provider) {
        try (StubServer server = StubServer.answering(Answer.tail());
                RunnelClient client = client(server, provider)) {
            StreamClient stream = stream(client);
            assertThatThrownBy(() -> Await.result(stream.checkTail()))
                    .isInstanceOf(ConnectionException.class)
                    .hasRootCauseMessage("vault is shut");
            ReadSession reading = stream.readSession(ReadOptions.from(ReadStart.beginning()));
            assertThatThrownBy(reading::next)
                    .isInstanceOf(ConnectionException.class)
                    .hasRootCauseMessage("vault is shut");
            AppendSession appending = stream.appendSession();
            assertThatThrownBy(() -> appending
                            .submit(AppendInput.of(AppendRecord.of("x")))
                            .await())
                    .isInstanceOf(ConnectionException.class)
                    .hasRootCauseMessage("vault is shut");
            assertThat(server.tokens()).isEmpty();
        }
    }

    @Test
    void aTokenThatNoHeaderCanHoldIsRefusedWithoutBeingTold() {
        try (StubServer server = StubServer.answering(Answer.tail());
                RunnelClient client = client(server, refresh -> CompletableFuture.completedFuture("top\nsecret"))) {
            StreamClient stream = stream(client);
            assertThatThrownBy(() -> Await.result(stream.checkTail()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("an access token is visible ASCII");
            ReadSession reading = stream.readSession(ReadOptions.from(ReadStart.beginning()));
            assertThatThrownBy(reading::next).hasStackTraceContaining("an access token is visible ASCII");
            assertThat(server.tokens()).isEmpty();
        }
    }
}
