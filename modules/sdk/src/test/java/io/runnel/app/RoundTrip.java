package io.runnel.app;

import io.runnel.sdk.AppendInput;
import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.AppendSession;
import io.runnel.sdk.Await;
import io.runnel.sdk.BodyCompression;
import io.runnel.sdk.ClientOptions;
import io.runnel.sdk.HttpVersion;
import io.runnel.sdk.ReadOptions;
import io.runnel.sdk.ReadSession;
import io.runnel.sdk.ReadStart;
import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.StreamClient;
import io.runnel.sdk.TlsOptions;
import io.runnel.testkit.TestServer;
import java.time.Duration;
import java.util.UUID;

/** An application that is started with the client on its module path, and what its tests use on its class path. */
final class RoundTrip {
    private RoundTrip() {}

    public static void main(String[] arguments) throws Exception {
        TestServer plain = TestServer.start();
        TestServer secure = TestServer.start("runnel.server.tls.mode = self-signed");
        for (BodyCompression compression : BodyCompression.values()) {
            ClientOptions.Builder options = ClientOptions.builder()
                    .compression(compression)
                    .requestTimeout(Duration.ofMinutes(1))
                    .tls(TlsOptions.ACCEPT_ANY);
            goThereAndBack(options.endpoint(plain.endpoint().toString()));
            goThereAndBack(options.httpVersion(HttpVersion.HTTP_2));
            goThereAndBack(options.endpoint("https://" + secure.endpoint().getAuthority()));
        }
        plain.close();
        secure.close();
        System.out.println("went there and back with " + RunnelClient.class.getModule());
    }

    private static void goThereAndBack(ClientOptions.Builder options) throws Exception {
        String name = "basin-" + UUID.randomUUID().toString().substring(0, 8);
        try (RunnelClient client = RunnelClient.create(options.build())) {
            Await.result(client.createBasin(name));
            Await.result(client.basin(name).createStream("s"));
            goThereAndBack(client.basin(name).stream("s"));
        }
    }

    private static void goThereAndBack(StreamClient stream) throws Exception {
        String text = "there".repeat(1000);
        try (AppendSession session = stream.appendSession();
                ReadSession reading = stream.readSession(ReadOptions.from(ReadStart.beginning()))) {
            session.submit(AppendInput.of(AppendRecord.of(text))).await();
            String back = reading.next().records().get(0).bodyText();
            if (!back.equals(text)) {
                throw new IllegalStateException("came back as " + back);
            }
        }
    }
}
