package io.runnel.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.runnel.commands.Cli.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Runnel does not have, against a server that answers as it is told. */
class AccountIT {
    @TempDir
    private Path directory;

    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private String answer = "";
    private HttpServer server;
    private Cli cli;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        String endpoint = "http://127.0.0.1:" + server.getAddress().getPort();
        cli = new Cli(Map.of("S2_ACCOUNT_ENDPOINT", endpoint, "S2_BASIN_ENDPOINT", endpoint), directory);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        byte[] body = answer.getBytes(UTF_8);
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private Result run(String answers, String... words) {
        answer = answers;
        Result result = cli.run(words);
        assertThat(result.code()).as(result.err()).isZero();
        return result;
    }

    @Test
    void listsTokensInTwoLinesEach() {
        String tokens = """
                {"access_tokens":[{"id":"one","expires_at":"2027-01-01T00:00:00Z","scope":{
                  "basins":{"prefix":""},"streams":{"prefix":"logs/"},"access_tokens":{"exact":""},
                  "op_groups":{"account":{"read":true,"write":true},"stream":{"write":true}},"ops":["append","read"]}},
                 {"id":"two","scope":{"basins":{"exact":"my-basin"}}}],"has_more":false}""";
        assertThat(run(tokens, "list-access-tokens").out()).isEqualTo("""
                one expires 2027-01-01T00:00:00Z
                  basins=* streams=logs/* tokens=∅ perms=a:rw s:w ops=2
                two expires never
                  basins=my-basin streams=∅ tokens=∅ perms=∅ ops=0
                """);
        assertThat(run(tokens, "list-access-tokens", "--output", "json").out())
                .contains("\"id\": \"one\"", "\"prefix\": \"logs/\"");
    }

    @Test
    void theTokenIsAloneOnStandardOutput() {
        Result issued = run(
                "{\"access_token\":\"sesame\"}",
                "issue-access-token",
                "ci",
                "--expires-at",
                "2027-01-01T01:00:00+01:00",
                "--auto-prefix-streams",
                "--basins-prefix",
                "",
                "--streams-exact",
                "s",
                "--op-group-perms",
                "account=rw,basin=r",
                "--ops",
                "check_tail,get_basin_metrics",
                "--ops",
                "trim");
        assertThat(issued.out()).isEqualTo("sesame\n");
        assertThat(issued.err()).isEqualTo("✓ Access token issued: ci\n");
        assertThat(requests)
                .containsExactly("POST /v1/access-tokens {\"id\":\"ci\",\"expires_at\":\"2027-01-01T00:00:00Z\","
                        + "\"auto_prefix_streams\":true,\"scope\":{\"basins\":{\"prefix\":\"\"},\"streams\":{\"exact\":\"s\"},"
                        + "\"access_tokens\":{\"exact\":\"\"},\"op_groups\":{\"account\":{\"read\":true,\"write\":true},"
                        + "\"basin\":{\"read\":true,\"write\":false},\"stream\":{\"read\":false,\"write\":false}},"
                        + "\"ops\":[\"check-tail\",\"trim\",\"basin-metrics\"]}}");
    }

    @Test
    void revokes() {
        assertThat(run("", "revoke-access-token", "ci").err()).isEqualTo("✓ Access token revoked: ci\n");
        assertThat(requests).containsExactly("DELETE /v1/access-tokens/ci ");
    }

    @Test
    void locationsHaveTheirStorageClasses() {
        String one = "{\"name\":\"here\",\"is_private\":false,\"storage_classes\":[\"standard\",\"express\"],"
                + "\"default_storage_class\":\"express\"}";
        assertThat(run("[" + one + ",{\"name\":\"ours\",\"is_private\":true}]", "list-locations")
                        .out())
                .isEqualTo("here (public) storage classes: standard, express (default)\nours (private)\n");
        assertThat(run(one, "get-default-location").out()).startsWith("here (public)");
        Result set = run(one, "set-default-location", "here");
        assertThat(set.err()).isEqualTo("✓ Default location set\n");
        assertThat(requests).last().isEqualTo("PUT /v1/locations/default \"here\"");
        assertThat(run(one, "get-default-location", "--output", "json").out())
                .contains("\"default_storage_class\": \"express\"");
    }

    @Test
    void figuresAreTables() {
        String all = """
                {"values":[{"scalar":{"name":"storage","unit":"bytes","value":12}},
                 {"accumulation":{"name":"total","unit":"usd","interval":"hour","values":[[0,0.5],[3600,2]]}},
                 {"gauge":{"name":"g","unit":"bytes","values":[[60,7]]}},
                 {"label":{"name":"active-basins","values":["my-basin"]}}]}""";
        Result shown = run(
                all,
                "get-account-metrics",
                "estimated-billable-usage",
                "--start-timestamp",
                "0",
                "--end-timestamp",
                "7200",
                "--interval",
                "hour");
        assertThat(shown.out())
                .contains("| from, by hour        | total (usd) |")
                .contains("| 1970-01-01T00:00:00Z | 0.5         |")
                .contains("| 1970-01-01T01:00:00Z | 2           |")
                .contains("| my-basin      |");
        assertThat(requests)
                .containsExactly("GET /v1/metrics?set=estimated-billable-usage&start=0&end=7200&interval=hour ");
        assertThat(run(
                                all,
                                "get-stream-metrics",
                                "s2://my-basin/s",
                                "storage",
                                "--start-timestamp",
                                "0",
                                "--end-timestamp",
                                "60",
                                "--output",
                                "json")
                        .out())
                .contains("\"value\": 12.0");
        assertThat(requests).last().asString().startsWith("GET /v1/metrics/my-basin/s?set=storage");
    }

    @Test
    void aRefusedTokenIsToldWithWhereItCameFrom() {
        server.removeContext("/");
        server.createContext("/", exchange -> {
            byte[] body = "{\"code\":\"authn\",\"message\":\"no\"}".getBytes(UTF_8);
            exchange.sendResponseHeaders(401, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        Result refused = cli.with("S2_ACCESS_TOKEN", "hush-hush").run("list-locations");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("authn", "S2_ACCESS_TOKEN").doesNotContain("hush-hush");
    }
}
