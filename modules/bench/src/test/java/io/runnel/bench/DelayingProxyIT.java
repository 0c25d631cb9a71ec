package io.runnel.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DelayingProxyIT {
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer store;
    private DelayingProxy proxy;

    @BeforeEach
    void start() throws Exception {
        store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        store.createContext("/", exchange -> {
            byte[] body = (exchange.getRequestMethod() + " "
                            + new String(exchange.getRequestBody().readAllBytes(), UTF_8))
                    .getBytes(UTF_8);
            boolean chunked = exchange.getRequestURI().getPath().equals("/chunked");
            boolean bodyless = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(200, bodyless ? -1 : chunked ? 0 : body.length);
            if (!bodyless) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        store.start();
        Endpoint endpoint = new Endpoint("127.0.0.1", store.getAddress().getPort());
        proxy = DelayingProxy.start(0, endpoint, new StoreDelay(1));
    }

    @AfterEach
    void stop() throws Exception {
        proxy.close();
        store.stop(0);
    }

    @Test
    void passesEverythingOnAndCountsWhatCosts() throws Exception {
        assertThat(send("/plain", "PUT", "one").body()).isEqualTo("PUT one");
        assertThat(send("/plain", "GET", "").body()).isEqualTo("GET ");
        assertThat(send("/chunked", "PUT", "two").body()).isEqualTo("PUT two");
        assertThat(send("/plain", "HEAD", "").statusCode()).isEqualTo(200);
        assertThat(proxy.puts()).isEqualTo(2);
    }

    @Test
    void takesAsLongAsTheStoreItImitates() throws Exception {
        double expected = new StoreDelay(1).nextMillis();
        long start = System.nanoTime();
        send("/plain", "GET", "");

        assertThat((System.nanoTime() - start) / 1e6).isGreaterThanOrEqualTo(expected);
    }

    private HttpResponse<String> send(String path, String method, String body) throws Exception {
        URI uri = URI.create("http://" + proxy.endpoint().authority() + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .version(HttpClient.Version.HTTP_1_1)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
