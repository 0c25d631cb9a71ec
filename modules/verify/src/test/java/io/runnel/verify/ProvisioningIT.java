package io.runnel.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Contract 13.5: creating, ensuring and reconfiguring; also the tables of 2.2, 2.3 and section 4. */
class ProvisioningIT extends OverBoth {
    /** RFC 3339 in UTC, no trailing zeros in the fraction. */
    static final String TIMESTAMP = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{0,8}[1-9])?Z";

    private static final String DEFAULTS = """
            {"storage_class":"express","retention_policy":{"age":604800},
             "timestamping":{"mode":"client-prefer","uncapped":false},"delete_on_empty":{"min_age_secs":0}}""";

    private Response post(String basin, String config, String... headers) {
        String body = config.isEmpty()
                ? "{\"basin\":\"" + basin + "\"}"
                : "{\"basin\":\"" + basin + "\",\"config\":" + config + "}";
        return client.post("/v1/basins", body, headers);
    }

    @Test
    void case117_aBasinIsCreatedOnce() {
        String name = Client.freshName();
        post(name, "").isProvisioned(201, "created");
        Response again = post(name, "").isError(409, "resource_already_exists");
        assertThat(again.header("s2-provision-result")).isNull();
    }

    @Test
    void case118_theSameTokenAndConfigurationAreAReplay() {
        String name = Client.freshName();
        Response first = post(name, "{\"create_stream_on_append\":true}", "s2-request-token: t1");
        first.isProvisioned(201, "created");
        Response again = post(name, "{\"create_stream_on_append\":true}", "s2-request-token: t1");
        again.isProvisioned(201, "noop");
        assertThat(again.json()).isEqualTo(first.json());
        post(name, "{\"create_stream_on_append\":true}", "s2-request-token: t2")
                .isError(409, "resource_already_exists");
        post(name, "{\"create_stream_on_append\":true}").isError(409, "resource_already_exists");
        post(name, "", "s2-request-token: t1").isError(409, "resource_already_exists");
    }

    @Test
    void case119_anEmptyConfigurationEqualsNone() {
        String name = Client.freshName();
        String token = "s2-request-token: t";
        post(name, "{}", token).isProvisioned(201, "created");
        post(name, "", token).isProvisioned(201, "noop");
        post(name, "null", token).isProvisioned(201, "noop");
        post(name, "{\"create_stream_on_append\":false}", token).isProvisioned(201, "noop");
        post(name, "{\"default_stream_config\":null,\"unknown\":1}", token).isProvisioned(201, "noop");
    }

    @Test
    void case120_anExplicitZeroDiffersFromNothing() {
        Basin basin = client.basin();
        String token = "s2-request-token: t";
        basin.post("{\"stream\":\"s\"}", token).isProvisioned(201, "created");
        basin.post("{\"stream\":\"s\",\"config\":{\"delete_on_empty\":{}}}", token)
                .isError(409, "resource_already_exists");
        basin.post("{\"stream\":\"s\",\"config\":{\"timestamping\":{}}}", token).isProvisioned(201, "noop");
        basin.post("{\"stream\":\"s\",\"config\":{\"retention_policy\":{\"age\":604800}}}", token)
                .isError(409, "resource_already_exists");
        basin.post("{\"stream\":\"z\",\"config\":{\"delete_on_empty\":{}}}", token)
                .isProvisioned(201, "created");
        basin.post("{\"stream\":\"z\",\"config\":{\"delete_on_empty\":{\"min_age_secs\":0}}}", token)
                .isProvisioned(201, "noop");
    }

    @Test
    void aReplayAnswersEvenAfterTheResourceHasChanged() {
        Basin basin = client.basin();
        String token = "s2-request-token: ";
        basin.post("{\"stream\":\"s\"}", token).isProvisioned(201, "created");
        basin.at("s").patch("{\"retention_policy\":{\"age\":60}}").is(200);
        basin.patch("{\"default_stream_config\":{\"storage_class\":\"standard\"}}")
                .is(200);
        basin.post("{\"stream\":\"s\",\"config\":null}", token).isProvisioned(201, "noop");
        basin.at("ensured").put("{}").is(201);
        basin.post("{\"stream\":\"ensured\"}", token).isError(409, "resource_already_exists");
    }

    @Test
    void case121_ensuringABasinNeedsNoBody() {
        String path = "/v1/basins/" + Client.freshName();
        client.call(Request.of("PUT", path)).isProvisioned(201, "created");
        Response again = client.call(Request.of("PUT", path)).isProvisioned(200, "noop");
        assertThat(Json.keys(again.json())).contains("name", "location", "created_at", "deleted_at", "state");
    }

    @Test
    void case122_ensuringWithoutABodyResetsToTheDefaults() {
        Basin basin = client.basin("{\"default_stream_config\":{\"retention_policy\":{\"age\":3600}}}");
        Stream stream = basin.at("s");
        stream.put("{\"retention_policy\":{\"age\":60},\"storage_class\":\"standard\"}")
                .isProvisioned(201, "created");
        client.call(stream.request("PUT", "")).isProvisioned(200, "updated");
        assertThat(stream.config().json().at("/retention_policy/age").intValue())
                .isEqualTo(3600);
        assertThat(stream.config().json().get("storage_class").textValue()).isEqualTo("express");
        stream.put("{\"retention_policy\":{\"age\":3600}}").isProvisioned(200, "noop");
    }

    @Test
    void case123_anEnsuredNullIsNothing() {
        String path = "/v1/basins/" + Client.freshName();
        client.put(path, "null").isProvisioned(201, "created");
        Stream stream = new Basin(client, path.substring("/v1/basins/".length())).at("s");
        stream.put("null").isProvisioned(201, "created");
        stream.put("").isProvisioned(200, "noop");
    }

    @Test
    void case124_clearingAFieldGoesBackToTheBasinsDefault() {
        Basin basin = client.basin("{\"default_stream_config\":{\"retention_policy\":{\"age\":3600}}}");
        Stream stream = basin.stream("s", "{\"retention_policy\":{\"age\":60}}");
        assertThat(stream.patch("{\"retention_policy\":null}")
                        .is(200)
                        .json()
                        .at("/retention_policy/age")
                        .intValue())
                .isEqualTo(3600);
    }

    @Test
    void case125_anEmptyChangeChangesNothing() {
        Stream stream = stream("{\"storage_class\":\"standard\"}");
        JsonNode before = stream.config().json();
        Response response = stream.patch("{}").is(200);
        assertThat(response.json()).isEqualTo(before);
        assertThat(response.header("s2-provision-result")).isNull();
        JsonNode basin = stream.basin().config().json();
        assertThat(stream.basin().patch("{}").is(200).json()).isEqualTo(basin);
    }

    @Test
    void case126_aRetentionAgeOfZeroIsInvalid() {
        Stream stream = stream();
        Basin basin = stream.basin();
        String zero = "{\"retention_policy\":{\"age\":0}}";
        basin.post("{\"stream\":\"new\",\"config\":" + zero + "}").isError(422, "invalid");
        basin.at("new").put(zero).isError(422, "invalid");
        stream.put(zero).isError(422, "invalid");
        stream.patch(zero).isError(422, "invalid");
        basin.patch("{\"default_stream_config\":" + zero + "}").isError(422, "invalid");
        basin.put("{\"config\":{\"default_stream_config\":" + zero + "}}").isError(422, "invalid");
        String fresh = Client.freshName();
        post(fresh, "{\"default_stream_config\":" + zero + "}").isError(422, "invalid");
        client.get("/v1/basins/" + fresh).isError(404, "basin_not_found");
        basin.at("new").config().isError(404, "stream_not_found");
        stream.config().isJson(200, DEFAULTS);
    }

    @Test
    void case127_malformedConfigurationsAreBadJson() {
        Stream stream = stream();
        Basin basin = stream.basin();
        for (String config : List.of(
                "{\"retention_policy\":{\"age\":1,\"infinite\":{}}}",
                "{\"retention_policy\":{\"age\":-1}}",
                "{\"retention_policy\":{\"age\":1.5}}",
                "{\"retention_policy\":{\"age\":\"1\"}}",
                "{\"retention_policy\":{\"days\":1}}",
                "{\"retention_policy\":{}}",
                "{\"retention_policy\":\"infinite\"}",
                "{\"timestamping\":{\"mode\":\"client-demand\"}}",
                "{\"timestamping\":{\"uncapped\":1}}",
                "{\"timestamping\":\"arrival\"}",
                "{\"storage_class\":7}",
                "{\"delete_on_empty\":{\"min_age_secs\":-1}}",
                "{\"delete_on_empty\":7}",
                "{\"storage_class\":\"a\",\"storage_class\":\"a\"}")) {
            basin.post("{\"stream\":\"new\",\"config\":" + config + "}").isError(400, "bad_json");
            stream.put(config).isError(400, "bad_json");
            stream.patch(config).isError(400, "bad_json");
            post(Client.freshName(), "{\"default_stream_config\":" + config + "}")
                    .isError(400, "bad_json");
        }
        stream.config().isJson(200, DEFAULTS);
        // Any string is a storage class since 0.43.4 (15.3).
        assertThat(stream.patch("{\"storage_class\":\"fast\"}")
                        .is(200)
                        .json()
                        .get("storage_class")
                        .textValue())
                .isEqualTo("fast");
    }

    @Test
    void case128_newDefaultsAreForNewStreams() {
        Stream old = stream();
        old.basin()
                .patch("{\"default_stream_config\":{\"retention_policy\":{\"infinite\":{}}}}")
                .is(200);
        assertThat(old.config().json().get("retention_policy")).isEqualTo(Json.parse("{\"age\":604800}"));
        assertThat(old.basin().stream("new").config().json().get("retention_policy"))
                .isEqualTo(Json.parse("{\"infinite\":{}}"));
    }

    @Test
    void case141_aRequestTokenHasAtMost36Bytes() {
        String name = Client.freshName();
        post(name, "", "s2-request-token: " + "t".repeat(37)).isError(400, "bad_header");
        client.get("/v1/basins/" + name).isError(404, "basin_not_found");
        post(name, "", "s2-request-token: " + "t".repeat(36)).isProvisioned(201, "created");
        Basin basin = new Basin(client, name);
        basin.post("{\"stream\":\"s\"}", "s2-request-token: " + "t".repeat(37)).isError(400, "bad_header");
        client.put(basin.path(), "{}", "s2-request-token: " + "t".repeat(37)).is(200);
    }

    @Test
    void case146_anEmptyCompressedBodyIsNoBody() {
        String path = "/v1/basins/" + Client.freshName();
        for (String coding : List.of("gzip", "zstd")) {
            byte[] nothing = coding.equals("gzip") ? Codings.gzip(new byte[0]) : Codings.zstd(new byte[0]);
            Response response = client.call(
                    Request.of("PUT", path, "content-encoding: " + coding).body(nothing));
            assertThat(response.status()).isIn(200, 201);
            Stream stream = new Basin(client, path.substring("/v1/basins/".length())).at(coding);
            client.call(stream.request("PUT", "", "content-encoding: " + coding).body(nothing))
                    .isProvisioned(201, "created");
            client.call(stream.request("PUT", "", "content-encoding: " + coding, Stream.JSON)
                            .body(nothing))
                    .isProvisioned(200, "noop");
        }
    }

    // 2.1 to 2.3

    @Test
    void aFreshStreamShowsAllDefaults() {
        stream().config().isJson(200, DEFAULTS);
    }

    @Test
    void infosHaveAllTheirFields() {
        Basin basin = client.basin();
        Response created = basin.post("{\"stream\":\"s\"}").isProvisioned(201, "created");
        JsonNode info = created.json();
        assertThat(Json.keys(info)).containsExactlyInAnyOrder("name", "created_at", "deleted_at", "cipher");
        assertThat(info.get("deleted_at").isNull()).isTrue();
        assertThat(info.get("cipher").isNull()).isTrue();
        assertThat(info.get("created_at").textValue()).matches(TIMESTAMP);
        assertThat(basin.at("s").put("{}").isProvisioned(200, "noop").json()).isEqualTo(info);
        assertThat(basin.at("s").info()).isEqualTo(info);
        assertThat(Json.keys(basin.list("").json())).containsExactlyInAnyOrder("streams", "has_more");
        basin.post("{\"stream\":\"s\"}").isError(409, "resource_already_exists");
    }

    @Test
    void aBasinShowsWhatItWasGivenAndNullForTheRest() {
        client.basin("{\"default_stream_config\":{\"timestamping\":{\"uncapped\":true}}}")
                .config()
                .isJson(200, """
                        {"default_stream_config":{"storage_class":null,"retention_policy":null,
                          "timestamping":{"mode":null,"uncapped":true},"delete_on_empty":null},
                         "stream_cipher":null,"create_stream_on_append":false,"create_stream_on_read":false}""");
        for (String config : List.of("{}", "{\"default_stream_config\":{\"timestamping\":{}}}")) {
            client.basin(config).config().isJson(200, """
                            {"default_stream_config":null,"stream_cipher":null,
                             "create_stream_on_append":false,"create_stream_on_read":false}""");
        }
    }

    @Test
    void ensuringABasinReplacesItsConfiguration() {
        Basin basin = client.basin("{\"create_stream_on_append\":true}");
        JsonNode created = basin.put("{\"config\":{\"create_stream_on_append\":true}}")
                .isProvisioned(200, "noop")
                .json();
        Response updated = basin.put("{\"config\":{\"create_stream_on_read\":true},\"location\":\"x:y\"}");
        assertThat(updated.isProvisioned(200, "updated").json()).isEqualTo(created);
        JsonNode config = basin.config().json();
        assertThat(config.get("create_stream_on_append").booleanValue()).isFalse();
        assertThat(config.get("create_stream_on_read").booleanValue()).isTrue();
    }

    @Test
    void changesMergeLevelByLevel() {
        Stream stream = stream("{\"timestamping\":{\"mode\":\"arrival\",\"uncapped\":true}}");
        stream.patch("{\"timestamping\":{\"mode\":null},\"delete_on_empty\":{\"min_age_secs\":9}}")
                .isJson(200, """
                        {"storage_class":"express","retention_policy":{"age":604800},
                         "timestamping":{"mode":"client-prefer","uncapped":true},"delete_on_empty":{"min_age_secs":9}}""");
        stream.patch("{\"timestamping\":null,\"delete_on_empty\":null}").isJson(200, DEFAULTS);
        Basin basin = stream.basin();
        basin.patch("{\"default_stream_config\":{\"storage_class\":\"standard\",\"timestamping\":{\"uncapped\":true}}}")
                .is(200);
        basin.patch("{\"default_stream_config\":{\"storage_class\":null},\"create_stream_on_read\":true}")
                .isJson(200, """
                        {"default_stream_config":{"storage_class":null,"retention_policy":null,
                          "timestamping":{"mode":null,"uncapped":true},"delete_on_empty":null},
                         "stream_cipher":null,"create_stream_on_append":false,"create_stream_on_read":true}""");
        basin.patch("{\"default_stream_config\":null,\"create_stream_on_read\":null}")
                .isJson(200, """
                        {"default_stream_config":null,"stream_cipher":null,
                         "create_stream_on_append":false,"create_stream_on_read":true}""");
    }

    @Test
    void theBooleansOfABasinMayNotBeNull() {
        post(Client.freshName(), "{\"create_stream_on_append\":null}").isError(400, "bad_json");
        post(Client.freshName(), "{\"create_stream_on_read\":null}").isError(400, "bad_json");
        post(Client.freshName(), "{\"create_stream_on_read\":\"true\"}").isError(400, "bad_json");
        post(Client.freshName(), "{\"stream_cipher\":\"rot-13\"}").isError(400, "bad_json");
    }

    @Test
    void locationsAreCheckedForSyntaxOnly() {
        String name = Client.freshName();
        client.post("/v1/basins", "{\"basin\":\"" + name + "\",\"location\":\"a b\"}")
                .isError(400, "bad_json");
        client.post("/v1/basins", "{\"basin\":\"" + name + "\",\"location\":\"\"}")
                .isError(400, "bad_json");
        client.post("/v1/basins", "{\"basin\":\"" + name + "\",\"location\":\"" + "l".repeat(65) + "\"}")
                .isError(400, "bad_json");
        client.post("/v1/basins", "{\"basin\":\"" + name + "\",\"location\":\"aws:us-east-1\",\"scope\":\"x\"}")
                .is(201);
    }

    @Test
    void bodiesOfOtherTypesAreBadJsonEvenIfEmpty() {
        Stream stream = stream();
        for (String type : List.of("text/plain", "application/protobuf", "application/octet-stream")) {
            client.call(stream.request("PUT", "", "content-type: " + type).body(""))
                    .isError(400, "bad_json");
            client.call(stream.request("PATCH", "", "content-type: " + type).body("{}"))
                    .isError(400, "bad_json");
            client.call(Request.of("POST", "/v1/basins", "content-type: " + type)
                            .body("{\"basin\":\"" + Client.freshName() + "\"}"))
                    .isError(400, "bad_json");
        }
        client.call(Request.of("PUT", "/v1/basins/" + Client.freshName()).body("ignored {"))
                .isProvisioned(201, "created");
    }

    @Test
    void whatIsUnknownIsNotFound() {
        Basin nowhere = new Basin(client, Client.freshName());
        nowhere.config().isError(404, "basin_not_found");
        nowhere.patch("{}").isError(404, "basin_not_found");
        nowhere.delete().isError(404, "basin_not_found");
        nowhere.post("{\"stream\":\"s\"}").isError(404, "basin_not_found");
        nowhere.at("s").put("{}").isError(404, "basin_not_found");
        nowhere.at("s").patch("{}").isError(404, "basin_not_found");
        Stream nothing = client.basin().at("s");
        nothing.config().isError(404, "stream_not_found");
        nothing.patch("{}").isError(404, "stream_not_found");
        nothing.delete().isError(404, "stream_not_found");
        // Of an unknown basin either code is true; both are final.
        for (Response response :
                List.of(nowhere.at("s").config(), nowhere.at("s").delete())) {
            assertThat(response.is(404).json().get("code").textValue()).isIn("basin_not_found", "stream_not_found");
        }
    }
}
