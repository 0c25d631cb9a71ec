package io.runnel.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Contract 1.1: which version of HTTP a connection speaks that has no TLS. */
class HttpVersionIT extends Contract {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(UTF_8);
    private static final byte[] NO_SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};
    private static final byte SETTINGS = 4;
    private static final String UPGRADE =
            "connection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABkAAQAAP__\r\n";

    @Test
    void anUpgradeIsIgnored() throws IOException {
        try (Socket socket = connect()) {
            write(socket, "GET /health HTTP/1.1\r\nhost: h\r\n" + UPGRADE + "\r\n");
            assertThat(status(socket)).isEqualTo("HTTP/1.1 200");
        }
    }

    @Test
    void aBodyMayComeLongAfterTheHeadThatAsksForAnUpgrade() throws IOException {
        String body = "{\"basin\":\"" + Client.freshName() + "\"}";
        try (Socket socket = connect()) {
            write(
                    socket,
                    "POST /v1/basins HTTP/1.1\r\nhost: h\r\ncontent-type: application/json\r\n" + UPGRADE
                            + "content-length: " + body.length() + "\r\n\r\n");
            Eventually.pause(millis(50));
            write(socket, body);
            assertThat(status(socket)).isEqualTo("HTTP/1.1 201");
        }
    }

    /** The JDK's client asks for an upgrade with every first request of a connection. */
    @Test
    void aProgramThatAsksForUpgradesUnawaresIsServed() throws Exception {
        Stream stream = stream();
        URI records = URI.create("http://" + server().getAddress().getHostAddress() + ":" + server().getPort()
                + stream.path() + "/records");
        for (int i = 0; i < 50; i++) {
            HttpRequest append = HttpRequest.newBuilder(records)
                    .headers(
                            "content-type",
                            "application/json",
                            "s2-basin",
                            stream.basin().name())
                    .POST(BodyPublishers.ofString("{\"records\":[{\"body\":\"x\"}]}"))
                    .build();
            HttpResponse<String> answer = HttpClient.newHttpClient().send(append, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        }
        stream.assertTail(50);
    }

    @Test
    void aPrefaceMayComeByteByByte() throws IOException {
        try (Socket socket = connect()) {
            writeByteByByte(socket, PREFACE);
            writeByteByByte(socket, NO_SETTINGS);
            assertThat(socket.getInputStream().readNBytes(9)[3])
                    .as("type of the first frame")
                    .isEqualTo(SETTINGS);
        }
    }

    @Test
    void aRequestThatBeginsLikeThePrefaceMayComeByteByByte() throws IOException {
        try (Socket socket = connect()) {
            writeByteByByte(socket, "PATCH /v1/basins/none HTTP/1.1\r\nhost: h\r\n\r\n".getBytes(UTF_8));
            assertThat(status(socket)).startsWith("HTTP/1.1 4");
        }
    }

    @Test
    void aConnectionThatEndsInsideThePrefaceIsNobodysLoss() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(Arrays.copyOf(PREFACE, 7));
            socket.shutdownOutput();
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .doesNotContain("HTTP/1.1 2");
        }
        client.assertAlive();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(server().getAddress(), server().getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
    }

    private static void writeByteByByte(Socket socket, byte[] bytes) throws IOException {
        for (byte each : bytes) {
            Eventually.pause(millis(2));
            socket.getOutputStream().write(each);
        }
    }

    private static String status(Socket socket) throws IOException {
        return new String(socket.getInputStream().readNBytes(12), UTF_8);
    }
}
