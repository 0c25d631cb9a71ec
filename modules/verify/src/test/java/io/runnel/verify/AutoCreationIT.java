package io.runnel.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Contract 13.5: streams created on use, and encryption; also 6.10 and 15.2. */
class AutoCreationIT extends OverBoth {
    private static final String ON_APPEND = "{\"create_stream_on_append\":true}";
    private static final String ON_READ = "{\"create_stream_on_read\":true}";
    private static final String KEY = "s2-encryption-key: ";

    @Test
    void case134_withoutTheFlagNothingIsCreated() {
        Basin basin = client.basin();
        basin.at("s").append(Input.of("x")).isError(404, "stream_not_found");
        assertThat(basin.names("")).isEmpty();
        new Basin(client, Client.freshName()).at("s").append(Input.of("x")).isError(404, "basin_not_found");
    }

    @Test
    void case135_appendingCreatesButReadingDoesNot() {
        Basin basin = client.basin(ON_APPEND);
        basin.at("s").checkTail().isError(404, "stream_not_found");
        basin.at("s").read("seq_num=0").isError(404, "stream_not_found");
        assertThat(basin.at("s").append(Input.of("x")).ack().start().seqNum()).isZero();
        assertThat(basin.names("")).containsExactly("s");
    }

    @Test
    void case136_checkingTheTailMayCreate() {
        Basin basin = client.basin(ON_READ);
        assertThat(basin.at("s").tail()).isEqualTo(Position.START);
        assertThat(basin.names("")).containsExactly("s");
        basin.at("r").read("seq_num=0").isJson(416, "{\"tail\":{\"seq_num\":0,\"timestamp\":0}}");
        basin.at("f").readSession("").heartbeat();
        assertThat(basin.names("")).containsExactly("f", "r", "s");
        basin.at("a").append(Input.of("x")).isError(404, "stream_not_found");
    }

    @Test
    void case137_anInvalidBatchCreatesNothing() {
        Basin basin = client.basin(ON_APPEND);
        basin.at("s").append("{\"records\":[]}").isError(422, "invalid");
        basin.at("s").append("{").isError(400, "bad_json");
        basin.at("s").read("count=x").isError(400, "bad_query");
        assertThat(basin.names("")).isEmpty();
    }

    @Test
    void aFailedConditionComesAfterCreation() {
        Basin basin = client.basin(ON_APPEND);
        basin.at("s").append(Input.of("x").match(7)).isJson(412, "{\"seq_num_mismatch\":0}");
        assertThat(basin.names("")).containsExactly("s");
    }

    @Test
    void aSessionCreatesBeforeItsFirstFrame() {
        Basin basin = client.basin(ON_APPEND);
        Session session = basin.at("s").appendSession();
        assertThat(basin.names("")).containsExactly("s");
        session.send(Input.of("x"));
        assertThat(session.ack().start().seqNum()).isZero();
    }

    @Test
    void createdStreamsHaveTheDefaultsOfTheirBasin() {
        Basin basin = client.basin("""
                {"create_stream_on_append":true,
                 "default_stream_config":{"retention_policy":{"infinite":{}},"timestamping":{"mode":"arrival"}}}""");
        basin.at("s").append(Input.of("x")).is(200);
        JsonNode config = basin.at("s").config().json();
        assertThat(config.get("retention_policy")).isEqualTo(Json.parse("{\"infinite\":{}}"));
        assertThat(config.at("/timestamping/mode").textValue()).isEqualTo("arrival");
        basin.post("{\"stream\":\"s\"}", "s2-request-token: t").isError(409, "resource_already_exists");
    }

    @Test
    void racingCreatorsBothSucceed() {
        Basin basin = client.basin(ON_APPEND);
        List<CompletableFuture<Response>> racers = IntStream.range(0, 4)
                .mapToObj(i -> Background.call(() -> basin.at("s").append(Input.of("x"))))
                .toList();
        int appended = 0;
        for (CompletableFuture<Response> racer : racers) {
            Response response = racer.join();
            if (response.status() == 200) {
                appended++;
            } else {
                response.isError(409, "transaction_conflict");
            }
        }
        assertThat(appended).isPositive();
        basin.at("s").assertTail(appended);
    }

    // Runnel refuses basins with a cipher until it can keep records encrypted.

    @Test
    void case138_aBasinWithACipherIsRefused() {
        String name = Client.freshName();
        for (String cipher : List.of("aegis-256", "aes-256-gcm")) {
            String config = "{\"create_stream_on_append\":true,\"stream_cipher\":\"" + cipher + "\"}";
            client.post("/v1/basins", "{\"basin\":\"" + name + "\",\"config\":" + config + "}")
                    .isError(422, "invalid");
            client.put("/v1/basins/" + name, "{\"config\":" + config + "}").isError(422, "invalid");
        }
        client.get("/v1/basins/" + name).isError(404, "basin_not_found");
    }

    @Test
    void case139_aCipherCannotBeTurnedOn() {
        Basin basin = client.basin();
        basin.patch("{\"stream_cipher\":\"aegis-256\"}").isError(422, "invalid");
        assertThat(basin.config().json().get("stream_cipher").isNull()).isTrue();
        basin.patch("{\"stream_cipher\":null}").is(200);
    }

    @Test
    void case140_aKeyIsOfNoInterestWithoutACipherButItsLengthIs() {
        Stream stream = stream();
        stream.append("{\"records\":[{}]}", KEY + "!!!!").is(200);
        assertThat(stream.read("seq_num=0", KEY + "!!!!").batch().records()).hasSize(1);
        for (String key : List.of("k".repeat(45), "", "   ")) {
            stream.append("{\"records\":[{}]}", KEY + key).isError(400, "bad_header");
            stream.appendProto(Input.of("x").toBytes(), KEY + key).isError(400, "bad_header");
            stream.read("seq_num=0", KEY + key).isError(400, "bad_header");
            stream.read("seq_num=0", Stream.S2S, KEY + key).isError(400, "bad_header");
            client.call(stream.request("POST", "/records", KEY + key).with(Stream.S2S))
                    .isError(400, "bad_header");
        }
        stream.append("{\"records\":[{}]}", KEY + "k".repeat(44)).is(200);
        stream.assertTail(2);
    }
}
