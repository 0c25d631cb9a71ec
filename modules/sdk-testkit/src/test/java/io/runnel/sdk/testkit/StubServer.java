package io.runnel.sdk.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Function;

/** A server that answers as a test tells it, what no Runnel would answer. Speaks HTTP/1.1. */
final class StubServer implements AutoCloseable {
    /** An answer of JSON. */
    record Answer(int status, String body, Map<String, String> headers) {
        static Answer tail() {
            return new Answer(200, "{\"tail\":{\"seq_num\":7,\"timestamp\":1}}", Map.of());
        }

        static Answer refusal(int status, String code) {
            return new Answer(status, "{\"code\":\"" + code + "\",\"message\":\"no\"}", Map.of());
        }

        Answer with(String header, String value) {
            return new Answer(status, body, Map.of(header, value));
        }
    }

    private final HttpServer server;
    private final List<String> tokens = new ArrayList<>();
    private final List<Long> cameAt = new ArrayList<>();
    private final List<Long> answeredAt = new ArrayList<>();

    private StubServer(Function<String, Answer> answers) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> answer(exchange, answers));
        server.start();
    }

    /** Answers by the access token that it is sent. */
    static StubServer answering(Function<String, Answer> answers) {
        return new StubServer(answers);
    }

    /** Gives these answers, one after the other, the last of them again and again. */
    static StubServer answering(Answer... answers) {
        Queue<Answer> left = new ArrayDeque<>(List.of(answers));
        return new StubServer(token -> left.size() > 1 ? left.remove() : left.element());
    }

    private synchronized void answer(HttpExchange exchange, Function<String, Answer> answers) throws IOException {
        cameAt.add(System.nanoTime());
        String token = exchange.getRequestHeaders().getFirst("authorization").replaceFirst("^Bearer ", "");
        tokens.add(token);
        Answer answer = answers.apply(token);
        byte[] body = answer.body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("content-type", "application/json");
        answer.headers.forEach(exchange.getResponseHeaders()::set);
        answeredAt.add(System.nanoTime());
        exchange.sendResponseHeaders(answer.status, body.length);
        exchange.getResponseBody().write(body);
        exchange.getResponseBody().close();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The tokens that came, one for each request. */
    synchronized List<String> tokens() {
        return List.copyOf(tokens);
    }

    /** How long it was from an answer to the request that came next, in nanoseconds; counted from 0. */
    synchronized long pauseAfter(int answer) {
        return cameAt.get(answer + 1) - answeredAt.get(answer);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
