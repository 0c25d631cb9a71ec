package io.runnel.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Contract 13.5: names and listing; also the tables of section 3. */
class NamesIT extends OverBoth {

    private Response createBasin(String name) {
        return client.post("/v1/basins", "{\"basin\":" + Json.quote(name) + "}");
    }

    @Test
    void case105_basinNamesAreCheckedInBodies() {
        createBasin("short12").isError(400, "bad_json");
        createBasin("a-basin--" + Client.freshName()).is(201);
        createBasin("-basinname").isError(400, "bad_json");
        createBasin("Basin-name").isError(400, "bad_json");
        createBasin("basinname-").isError(400, "bad_json");
        createBasin("basin_name").isError(400, "bad_json");
        createBasin("basin.name").isError(400, "bad_json");
        createBasin("b".repeat(49)).isError(400, "bad_json");
        createBasin("").isError(400, "bad_json");
        String longest = Client.freshName();
        createBasin(longest + "-" + "b".repeat(47 - longest.length())).is(201);
    }

    @Test
    void case106_basinNamesAreCheckedInPaths() {
        client.get("/v1/basins/Bad_Name").isError(400, "bad_path");
        client.delete("/v1/basins/short12").isError(400, "bad_path");
        client.put("/v1/basins/%2Dbasinname", "{}").isError(400, "bad_path");
        client.patch("/v1/basins/" + "b".repeat(49), "{}").isError(400, "bad_path");
    }

    @Test
    void case107_streamNamesArePercentDecodedOnceAndPlusIsPlus() {
        Basin basin = client.basin();
        Stream stream = basin.stream("a/b c+d%");
        assertThat(stream.info().get("name").textValue()).isEqualTo("a/b c+d%");
        client.get("/v1/streams/a%2Fb%20c+d%25", basin.header()).is(200);
        stream.add("x");
        assertThat(client.get("/v1/streams/a%2fb%20c+d%25/records?seq_num=0", basin.header())
                        .batch()
                        .texts())
                .containsExactly("x");
        client.get("/v1/streams/a%2Fb+c+d%25", basin.header()).isError(404, "stream_not_found");
        Stream twice = basin.stream("%2F");
        assertThat(twice.path()).isEqualTo("/v1/streams/%252F");
        basin.at("/").config().isError(404, "stream_not_found");
    }

    @Test
    void case108_dotNamesAreRefused() {
        Basin basin = client.basin();
        for (String name : List.of(".", "..")) {
            basin.post("{\"stream\":\"" + name + "\"}").isError(400, "bad_json");
        }
        for (String segment : List.of("%2E", "%2e%2E", ".", "..")) {
            Response response = client.get("/v1/streams/" + segment + "/records/tail", basin.header());
            assertThat(response.status()).isIn(400, 404);
        }
        Response put = client.call(Request.of("PUT", "/v1/streams/%2E%2E", basin.header()));
        assertThat(put.status()).isIn(400, 404);
        assertThat(basin.names("")).isEmpty();
        basin.stream("...");
    }

    @Test
    void case109_streamNamesHaveUpTo512Bytes() {
        Basin basin = client.basin();
        basin.stream("s".repeat(512)).add("x");
        Stream umlauts = basin.stream("ü".repeat(256));
        assertThat(umlauts.info().get("name").textValue()).isEqualTo("ü".repeat(256));
        basin.at("s".repeat(513)).put("{}").isError(400, "bad_path");
        basin.at("ü".repeat(257)).put("{}").isError(400, "bad_path");
        basin.post("{\"stream\":\"" + "s".repeat(513) + "\"}").isError(400, "bad_json");
        basin.post("{\"stream\":\"\"}").isError(400, "bad_json");
    }

    @Test
    void case110_inAQueryPlusIsABlank() {
        Basin basin = client.basin();
        basin.stream("a b");
        basin.stream("a+b");
        assertThat(basin.names("prefix=a+b")).containsExactly("a b");
        assertThat(basin.names("prefix=a%2Bb")).containsExactly("a+b");
        assertThat(basin.names("prefix=a%20")).containsExactly("a b");
    }

    @Test
    void case111_aPageHasAThousandItemsAtMost() {
        Basin basin = client.basin();
        Connection connection = client.connect();
        for (int i = 0; i <= 1000; i++) {
            String body = "{\"stream\":\"" + String.format("s%04d", i) + "\"}";
            connection
                    .call(Request.of("POST", "/v1/streams", basin.header()).json(body))
                    .is(201);
        }
        for (String query : List.of("limit=0", "limit=1001", "", "limit=18446744073709551615")) {
            JsonNode page = basin.list(query).is(200).json();
            assertThat(page.get("streams")).as(query).hasSize(1000);
            assertThat(page.get("has_more").booleanValue()).isTrue();
        }
        assertThat(basin.names("start_after=s0999")).containsExactly("s1000");
    }

    @Test
    void case112_aPageThatHoldsEverythingHasNoMore() {
        Basin basin = client.basin();
        basin.stream("a");
        basin.stream("b");
        JsonNode all = basin.list("limit=2").json();
        assertThat(all.get("streams")).hasSize(2);
        assertThat(all.get("has_more").booleanValue()).isFalse();
        JsonNode first = basin.list("limit=1").json();
        assertThat(first.get("streams")).hasSize(1);
        assertThat(first.get("has_more").booleanValue()).isTrue();
    }

    @Test
    void case113_prefixAndStartAfterBothApply() {
        Basin basin = client.basin();
        for (String name : List.of("a", "b", "ba", "bb", "c")) {
            basin.stream(name);
        }
        assertThat(basin.names("prefix=b&start_after=a")).containsExactly("b", "ba", "bb");
        assertThat(basin.names("prefix=b&start_after=ba")).containsExactly("bb");
        JsonNode beyond = basin.list("prefix=b&start_after=c").is(200).json();
        assertThat(beyond.get("streams")).isEmpty();
        assertThat(beyond.get("has_more").booleanValue()).isFalse();
    }

    @Test
    void case114_startAfterExcludesItself() {
        Basin basin = client.basin();
        basin.stream("a");
        basin.stream("aa");
        assertThat(basin.names("start_after=a")).containsExactly("aa");
    }

    @Test
    void case115_streamsNeedABasin() {
        client.get("/v1/streams").isError(400, "bad_header");
        client.get("/v1/streams", "s2-basin: Bad_Name").isError(400, "bad_header");
        client.get("/v1/streams", "s2-basin: ").isError(400, "bad_header");
        client.get("/v1/streams", "s2-basin: bäsin-name").isError(400, "bad_header");
        client.get("/v1/streams/s").isError(400, "bad_header");
        client.get("/v1/streams/s/records").isError(400, "bad_header");
        client.get("/v1/streams/s/records/tail").isError(400, "bad_header");
        client.post("/v1/streams", "{\"stream\":\"s\"}").isError(400, "bad_header");
        client.post("/v1/streams/s/records", "{\"records\":[{}]}").isError(400, "bad_header");
        client.put("/v1/streams/s", "{}").isError(400, "bad_header");
        client.patch("/v1/streams/s", "{}").isError(400, "bad_header");
        client.delete("/v1/streams/s").isError(400, "bad_header");
    }

    @Test
    void case116_anUnknownBasinHasNoList() {
        new Basin(client, Client.freshName()).list("").isError(404, "basin_not_found");
    }

    @Test
    void listsAreInTheOrderOfUtf8Bytes() {
        Basin basin = client.basin();
        List<String> ordered = List.of("A", "Z", "a", "a/", "a0", "aa", "é", "€", "\uffee", "😀");
        List<String> shuffled = new ArrayList<>(ordered);
        Collections.reverse(shuffled);
        shuffled.forEach(basin::stream);
        assertThat(basin.names("")).isEqualTo(ordered);
        List<String> paged = new ArrayList<>();
        String after = "";
        while (true) {
            List<String> page = basin.names("limit=3&start_after=" + Client.encode(after));
            paged.addAll(page);
            if (page.size() < 3) {
                break;
            }
            after = page.get(2);
        }
        assertThat(paged).isEqualTo(ordered);
    }

    @Test
    void streamNamesAreNotNormalised() {
        Basin basin = client.basin();
        for (String name : List.of("é", "e\u0301", "s", "S", " s", "s ", "s\n", "s\u0001", "s/", "//")) {
            basin.stream(name);
        }
        assertThat(basin.names("")).hasSize(10);
    }

    @Test
    void fragmentsOfBasinNamesAreChecked() {
        client.get("/v1/basins?prefix=Bad").isError(400, "bad_query");
        client.get("/v1/basins?prefix=-a").isError(400, "bad_query");
        client.get("/v1/basins?start_after=a_b").isError(400, "bad_query");
        client.get("/v1/basins?prefix=" + "b".repeat(49)).isError(400, "bad_query");
        client.get("/v1/basins?prefix=verify-&start_after=v&limit=1").is(200);
    }

    @Test
    void basinsAreListed() {
        Basin one = client.basin();
        JsonNode page = client.get("/v1/basins?prefix=" + one.name()).is(200).json();
        assertThat(Json.keys(page)).containsExactlyInAnyOrder("basins", "has_more");
        JsonNode info = page.get("basins").get(0);
        assertThat(info.get("name").textValue()).isEqualTo(one.name());
        assertThat(info.get("location").isNull()).isTrue();
        assertThat(info.get("deleted_at").isNull()).isTrue();
        assertThat(info.get("state").textValue()).isEqualTo("active");
        assertThat(info.get("created_at").textValue()).matches(ProvisioningIT.TIMESTAMP);
    }
}
