package io.runnel.sdk.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runnel.sdk.AppendInput;
import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.AppendSession;
import io.runnel.sdk.Await;
import io.runnel.sdk.BasinClient;
import io.runnel.sdk.ClientOptions;
import io.runnel.sdk.EncryptionKey;
import io.runnel.sdk.HttpVersion;
import io.runnel.sdk.ListOptions;
import io.runnel.sdk.ReadOptions;
import io.runnel.sdk.ReadSession;
import io.runnel.sdk.ReadStart;
import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.StreamClient;
import io.runnel.testkit.Direction;
import io.runnel.testkit.FaultProxy;
import io.runnel.testkit.RunnelTest;
import io.runnel.testkit.TestBasin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream's key goes with what needs it and with nothing else, as a proxy before the server sees it. */
@RunnelTest
class EncryptionKeyIT {
    private static final byte[] KEY = "0123456789abcdef0123456789ABCDEF".getBytes(ISO_8859_1);
    private static final String BASE64 = Base64.getEncoder().encodeToString(KEY);
    private static final Pattern HEAD =
            Pattern.compile("(?s)(GET|POST|PUT|PATCH|DELETE) (/v1\\S*) HTTP/1\\.1\r\n.*?\r\n\r\n");

    @Test
    void itGoesWithAppendsAndReadsOnly(TestBasin basin) throws Exception {
        List<String> with = new ArrayList<>();
        List<String> without = new ArrayList<>();
        for (String head : heads(basin, ClientOptions.builder().encryptionKey(EncryptionKey.of(KEY)), true)) {
            String request = head.substring(0, head.indexOf(" HTTP/"));
            boolean sent = head.contains("\r\ns2-encryption-key: " + BASE64 + "\r\n");
            assertThat(head.contains(BASE64)).as(request).isEqualTo(sent);
            (sent ? with : without).add(request.replaceAll("\\?.*", ""));
        }

        String records = " /v1/streams/secret/records";
        assertThat(with)
                .containsExactlyInAnyOrder("POST" + records, "GET" + records, "POST" + records, "GET" + records);
        assertThat(without)
                .containsExactlyInAnyOrder(
                        "GET /v1/basins",
                        "POST /v1/streams",
                        "GET /v1/streams",
                        "GET" + records + "/tail",
                        "GET /v1/streams/secret",
                        "DELETE /v1/streams/secret");
    }

    @Test
    void aHandleCanDoWithoutTheKeyOfTheClient(TestBasin basin) throws Exception {
        assertThat(heads(basin, ClientOptions.builder().encryptionKey(EncryptionKey.of(KEY)), false))
                .isNotEmpty()
                .noneMatch(head -> head.contains("s2-encryption-key"));
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void nothingIsSentWithAKeyThatWasDestroyed(TestBasin basin, RunnelClient client) {
        EncryptionKey key = EncryptionKey.of(KEY);
        StreamClient stream = client.basin(basin.name()).stream("secret").withEncryptionKey(key);
        key.destroy();

        String why = "the key has been destroyed";
        assertThatThrownBy(() -> Await.result(stream.append(AppendRecord.of("a"))))
                .hasMessage(why);
        AppendSession appending = stream.appendSession();
        assertThatThrownBy(() ->
                        appending.submit(AppendInput.of(AppendRecord.of("b"))).await())
                .hasRootCauseMessage(why);
        ReadSession reading = stream.readSession(ReadOptions.from(ReadStart.beginning()));
        assertThatThrownBy(reading::next).hasRootCauseMessage(why);
    }

    /** Makes calls of every kind; returns the heads of the requests. */
    private static List<String> heads(TestBasin basin, ClientOptions.Builder options, boolean withKey)
            throws Exception {
        try (FaultProxy recorded = FaultProxy.recordingBefore(basin.endpoint())) {
            options.endpoint(recorded.endpoint().toString()).httpVersion(HttpVersion.HTTP_1_1);
            try (RunnelClient client = RunnelClient.create(options.build())) {
                Await.result(client.listBasins(ListOptions.ALL));
                BasinClient streams = client.basin(basin.name());
                Await.result(streams.createStream("secret"));
                StreamClient stream = streams.stream("secret");
                use(withKey ? stream : stream.withEncryptionKey(null));
                Await.result(streams.listStreams(ListOptions.ALL));
                Await.result(streams.getStreamConfig("secret"));
                Await.result(streams.deleteStream("secret"));
            }
            List<String> heads = new ArrayList<>();
            for (int i = 0; i < recorded.connections(); i++) {
                Matcher head = HEAD.matcher(new String(recorded.bytes(i, Direction.TO_SERVER), ISO_8859_1));
                while (head.find()) {
                    heads.add(head.group());
                }
            }
            return heads;
        }
    }

    private static void use(StreamClient stream) throws Exception {
        Await.result(stream.append(AppendRecord.of("a")));
        try (AppendSession session = stream.appendSession()) {
            session.submit(AppendInput.of(AppendRecord.of("b"))).await();
        }
        ReadOptions all = ReadOptions.from(ReadStart.beginning()).withWait(Duration.ZERO);
        assertThat(Await.result(stream.read(all)).records()).hasSize(2);
        try (ReadSession session = stream.readSession(all)) {
            assertThat(session.next()).isNotNull();
        }
        Await.result(stream.checkTail());
    }
}
