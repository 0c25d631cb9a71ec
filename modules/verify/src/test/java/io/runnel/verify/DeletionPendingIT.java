package io.runnel.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.runnel.server.RunnelServer;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Contract 13.5 and section 9: what is seen while something is being deleted, which this server draws out. */
class DeletionPendingIT extends OverBoth {
    private static @Nullable RunnelServer slow;

    @BeforeAll
    static void start() {
        slow = Server.isForeign() ? null : Server.start("runnel.streams.removal-delay = 10m");
    }

    @AfterAll
    static void stop() {
        if (slow != null) {
            slow.close();
        }
    }

    @Override
    InetSocketAddress server() {
        return slow == null ? Server.shared() : Server.addressOf(slow);
    }

    private Stream deleting() {
        Stream stream = stream().fill(3);
        stream.delete().isEmpty(202);
        return stream;
    }

    private Basin deletingBasin() {
        Basin basin = client.basin();
        basin.stream("s");
        basin.delete().isEmpty(202);
        return basin;
    }

    @Test
    void case130_aStreamThatIsBeingDeletedCannotBeCreated() {
        Stream stream = deleting();
        stream.basin().post("{\"stream\":\"s\"}").isError(409, "stream_deletion_pending");
        stream.basin().post("{\"stream\":\"s\"}", "s2-request-token: t").isError(409, "stream_deletion_pending");
        stream.put("{}").isError(409, "stream_deletion_pending");
    }

    @Test
    void case132_aDeletingBasinStillShowsItsConfigurationAndADeletingStreamDoesNot() {
        deletingBasin().config().is(200);
        deleting().config().isError(409, "stream_deletion_pending");
    }

    @Test
    void case133_nothingIsCreatedInADeletingBasin() {
        Basin basin = deletingBasin();
        for (Response response : List.of(
                basin.post("{\"stream\":\"new\"}"),
                basin.at("new").put("{}"),
                basin.at("s").put("{}"),
                basin.at("s").patch("{}"),
                basin.put("{}"),
                basin.patch("{}"),
                client.post("/v1/basins", "{\"basin\":\"" + basin.name() + "\"}"))) {
            response.isError(409, "basin_deletion_pending");
        }
        basin.list("").is(200);
        basin.at("s").delete().isEmpty(202);
        basin.at("none").delete().isError(404, "stream_not_found");
        basin.delete().isEmpty(202);
        JsonNode info = client.get("/v1/basins?prefix=" + basin.name()).json().at("/basins/0");
        assertThat(info.get("deleted_at").textValue()).matches(ProvisioningIT.TIMESTAMP);
        assertThat(info.get("state").textValue()).isEqualTo("deleting");
    }

    @Test
    void everythingButDeletingAgainIsRefused() {
        Stream stream = deleting();
        for (Response response : List.of(
                stream.append(Input.of("x")),
                stream.append("{\"records\":[{}]}"),
                stream.read("seq_num=0"),
                stream.read("seq_num=0&wait=1"),
                stream.read("", Stream.S2S),
                stream.read("", Stream.ACCEPT_SSE),
                client.call(stream.request("POST", "/records", Stream.S2S)),
                stream.checkTail(),
                stream.config(),
                stream.patch("{}"))) {
            response.isError(409, "stream_deletion_pending");
        }
        stream.delete().isEmpty(202);
        stream.append("{").isError(400, "bad_json");
    }

    @Test
    void aStreamBeingDeletedIsListedWithItsTime() {
        Stream stream = deleting();
        assertThat(stream.info().get("deleted_at").textValue()).matches(ProvisioningIT.TIMESTAMP);
    }

    @Test
    void aMissingStreamOfADeletingBasinIsNotFoundUnlessItWouldBeCreated() {
        deletingBasin().at("none").append(Input.of("x")).isError(404, "stream_not_found");
        Basin basin = client.basin("{\"create_stream_on_append\":true,\"create_stream_on_read\":true}");
        basin.stream("s");
        basin.delete().isEmpty(202);
        basin.at("none").append(Input.of("x")).isError(409, "basin_deletion_pending");
        basin.at("none").checkTail().isError(409, "basin_deletion_pending");
        basin.at("none").read("seq_num=0").isError(409, "basin_deletion_pending");
    }
}
