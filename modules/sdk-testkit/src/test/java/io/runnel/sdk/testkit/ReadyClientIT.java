package io.runnel.sdk.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.Await;
import io.runnel.sdk.BasinClient;
import io.runnel.sdk.ListOptions;
import io.runnel.sdk.ReadOptions;
import io.runnel.sdk.ReadStart;
import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.StreamClient;
import io.runnel.testkit.FaultProxy;
import io.runnel.testkit.RunnelTest;
import io.runnel.testkit.TestBasin;
import io.runnel.testkit.TestServer;
import org.junit.jupiter.api.Test;

@RunnelTest
class ReadyClientIT {
    @Test
    void aTestAppendsAndReadsWithoutFurtherAdo(BasinClient basin) throws Exception {
        StreamClient stream = basin.stream("orders");
        Await.result(stream.append(AppendRecord.of("a book")));

        assertThat(Await.result(stream.read(ReadOptions.from(ReadStart.beginning())))
                        .records())
                .extracting(record -> record.bodyText())
                .containsExactly("a book");
    }

    @Test
    void clientAndBasinGoThroughTheTestsOwnProxy(
            RunnelClient client, BasinClient basin, TestBasin given, FaultProxy faults) throws Exception {
        assertThat(basin.name()).isEqualTo(given.name());
        assertThat(Await.result(client.listAllBasins(ListOptions.ALL)))
                .extracting(info -> info.name())
                .contains(given.name());
        assertThat(faults.connections()).isPositive();
    }

    @Test
    @RunnelTest(ownServer = true, settings = "runnel.server.tls.mode = self-signed")
    void aServerWithTlsIsTrusted(BasinClient basin, TestServer server) throws Exception {
        assertThat(server.endpoint()).hasScheme("https");
        assertThat(Await.result(basin.listAllStreams(ListOptions.ALL))).isEmpty();
    }
}
