package io.runnel.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Contract 13.6 and 1.8: what is not HTTP/1.1, and bodies that nobody reads. The server lives on. */
class MalformedHttpIT extends Contract {
    private static final String CREATE = "POST /v1/basins HTTP/1.1\r\nhost: h\r\ncontent-type: application/json\r\n";

    @AfterEach
    void theServerIsAlive() {
        client.assertAlive();
    }

    /** Sends raw bytes; whatever comes is a refusal without a body, or the end of the connection. */
    private void assertRefused(String raw) {
        Http1 connection = client.http1();
        connection.raw(raw);
        connection.halfClose();
        Response response = connection.unasked();
        if (response != null) {
            assertThat(response.status()).as(raw).isIn(400, 414, 431, 501, 505);
        }
    }

    @Test
    void caseP18_aBodyShorterThanAnnouncedIsNotApplied() {
        String name = Client.freshName();
        String body = "{\"basin\":\"" + name + "\"}";
        Http1 connection = client.http1();
        connection.raw(CREATE + "content-length: " + (body.length() + 1) + "\r\n\r\n" + body);
        connection.halfClose();
        Response response = connection.unasked();
        if (response != null) {
            response.is(400);
        }
        client.get("/v1/basins/" + name).isError(404, "basin_not_found");
        Http1 aborted = client.http1();
        aborted.raw(CREATE + "content-length: 2000\r\n\r\n" + body);
        aborted.abort();
        Http1 chunked = client.http1();
        chunked.raw(CREATE + "transfer-encoding: chunked\r\n\r\n" + Integer.toHexString(body.length()) + "\r\n" + body
                + "\r\n");
        chunked.halfClose();
        Response broken = chunked.unasked();
        if (broken != null) {
            broken.is(400);
        }
        client.get("/v1/basins/" + name).isError(404, "basin_not_found");
    }

    @Test
    void caseP19_theBytesOfARefusedBodyAreNeverARequest() {
        String name = Client.freshName();
        String smuggled = "PUT /v1/basins/" + name + " HTTP/1.1\r\nhost: h\r\n\r\n";
        String length = "content-length: " + smuggled.length() + "\r\n\r\n" + smuggled;
        for (String head : List.of(
                "POST /v1/nope HTTP/1.1\r\nhost: h\r\n",
                "DELETE /v1/basins HTTP/1.1\r\nhost: h\r\n",
                "POST /v1/basins HTTP/1.1\r\nhost: h\r\ncontent-encoding: br\r\n",
                "GET /v1/basins?limit=1 HTTP/1.1\r\nhost: h\r\n",
                "GET /v1/basins?limit=x HTTP/1.1\r\nhost: h\r\n",
                "HEAD /v1/basins?limit=1 HTTP/1.1\r\nhost: h\r\n",
                "POST /v1/streams HTTP/1.1\r\nhost: h\r\n",
                "DELETE /v1/basins/unknown-basin HTTP/1.1\r\nhost: h\r\n",
                "PUT /v1/basins/" + Client.freshName() + " HTTP/1.1\r\nhost: h\r\n",
                "OPTIONS /v1/basins HTTP/1.1\r\nhost: h\r\n",
                "GET /health HTTP/1.1\r\nhost: h\r\n")) {
            boolean headRequest = head.startsWith("HEAD");
            Http1 connection = client.http1();
            if (!headRequest) {
                connection.raw(head + length + "GET /ping HTTP/1.1\r\nhost: h\r\n\r\n");
                Response first = connection.unasked();
                Response second = first == null ? null : connection.unasked();
                if (second != null) {
                    assertThat(second.text()).as(head).isEqualTo("OK");
                }
            } else {
                Exchange answered =
                        connection.send(Request.of("HEAD", "/v1/basins?limit=1").body(smuggled));
                // Pekko HTTP refuses bodies of HEAD.
                assertThat(answered.answer().status()).isIn(200, 422);
            }
            Http1 chunked = client.http1();
            String chunk = Integer.toHexString(smuggled.length()) + "\r\n" + smuggled + "\r\n0\r\n\r\n";
            if (!headRequest) {
                chunked.raw(
                        head + "transfer-encoding: chunked\r\n\r\n" + chunk + "GET /ping HTTP/1.1\r\nhost: h\r\n\r\n");
                Response first = chunked.unasked();
                Response second = first == null ? null : chunked.unasked();
                if (second != null) {
                    assertThat(second.text()).as(head).isEqualTo("OK");
                }
            }
        }
        client.get("/v1/basins/" + name).isError(404, "basin_not_found");
    }

    @Test
    void twoLengthsSmuggleNothing() {
        String name = Client.freshName();
        String smuggled = "PUT /v1/basins/" + name + " HTTP/1.1\r\nhost: h\r\n\r\n";
        for (String lengths : List.of(
                "content-length: 0\r\ntransfer-encoding: chunked\r\n",
                "transfer-encoding: chunked\r\ncontent-length: 5\r\n",
                "content-length: 0\r\ncontent-length: 5\r\n",
                "content-length: 0, 5\r\n",
                "content-length: +0\r\n",
                "content-length: -1\r\n",
                "content-length: x\r\n",
                "content-length: 99999999999999999999\r\n",
                "transfer-encoding: xchunked\r\n",
                "transfer-encoding: chunked, identity\r\n",
                "transfer-encoding : chunked\r\n")) {
            Http1 connection = client.http1();
            connection.raw(CREATE + lengths + "\r\n0\r\n\r\n" + smuggled);
            connection.halfClose();
            Response response = connection.unasked();
            if (response != null) {
                assertThat(response.status()).as(lengths).isIn(400, 501);
            }
        }
        client.get("/v1/basins/" + name).isError(404, "basin_not_found");
    }

    @Test
    void whatIsNotHttpIsRefused() {
        for (String raw : List.of(
                "\u0000\u0001\u0002\u0003\r\n\r\n",
                "hello\r\n\r\n",
                "GET\r\n\r\n",
                "GET /health\r\n\r\n",
                "GET /health HTTP/9.9\r\nhost: h\r\n\r\n",
                "GET /health HTTP/1.1\r\nno colon\r\n\r\n",
                "GET /health HTTP/1.1\r\n: empty name\r\n\r\n",
                "GET /health HTTP/1.1\r\nhost: h\r\nbad name: x\r\n\r\n",
                "GET / health HTTP/1.1\r\nhost: h\r\n\r\n",
                "get /health HTTP/1.1",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003")) {
            assertRefused(raw);
        }
    }

    @Test
    void brokenChunksAreRefusedAndNothingIsApplied() {
        String name = Client.freshName();
        String body = "{\"basin\":\"" + name + "\"}";
        for (String chunks : List.of(
                "zz\r\n" + body + "\r\n0\r\n\r\n",
                "-5\r\n" + body + "\r\n0\r\n\r\n",
                "5\r\n" + body + "\r\n0\r\n\r\n",
                "fffffffffffffffff\r\n" + body + "\r\n0\r\n\r\n",
                Integer.toHexString(body.length()) + "\r\n" + body + "0\r\n\r\n")) {
            Http1 connection = client.http1();
            connection.raw(CREATE + "transfer-encoding: chunked\r\n\r\n" + chunks);
            connection.halfClose();
            Response response = connection.unasked();
            if (response != null) {
                response.is(400);
            }
        }
        client.get("/v1/basins/" + name).isError(404, "basin_not_found");
    }

    @Test
    void aBrokenlyChunkedSessionEndsAndKeepsWhatWasAcknowledged() {
        Stream stream = stream();
        Http1 connection = client.http1();
        Session session = stream.appendSession(connection).send(Input.of("acked"));
        session.ack();
        connection.raw("zz\r\n");
        assertThat(session.answer().awaitEnd()).isNotNull();
        assertThat(stream.texts()).containsExactly("acked");
    }

    @Test
    void targetsOf8KibAndHeadersOf16KibAreTaken() {
        Basin basin = client.basin();
        String fragment = "%E2%82%AC".repeat(170);
        assertThat(basin.list("prefix=" + fragment + "&start_after=" + fragment + "&zz=" + "z".repeat(5_000))
                        .is(200)
                        .json()
                        .get("streams"))
                .isEmpty();
        Request request = Request.of("GET", "/v1/basins?limit=1");
        for (int i = 0; i < 40; i++) {
            request = request.with("x-header-" + i + ": " + "v".repeat(380));
        }
        client.call(request).is(200);
        client.call(Request.of("GET", "/v1/basins?limit=1", "authorization: Bearer " + "t".repeat(16_000)))
                .is(200);
    }

    @Test
    void hugeHeadsDoNoHarm() {
        for (String raw : List.of(
                "GET /" + "x".repeat(200_000) + " HTTP/1.1\r\nhost: h\r\n\r\n",
                "GET /health HTTP/1.1\r\nhost: h\r\nx: " + "x".repeat(500_000) + "\r\n\r\n",
                "GET /health HTTP/1.1\r\nhost: h\r\n" + "x: y\r\n".repeat(5_000) + "\r\n")) {
            Http1 connection = client.http1();
            connection.raw(raw);
            connection.halfClose();
            Response response = connection.unasked();
            if (response != null) {
                assertThat(response.status()).isIn(200, 400, 404, 414, 431);
            }
        }
    }

    @Test
    void unencodedUtf8InATargetIsTakenAsItIsOrRefused() {
        Basin basin = client.basin();
        Response put = client.put("/v1/streams/grün", "{}", basin.header());
        if (put.status() == 400) {
            // Where the HTTP library has the say: docs/adr/0007.
            put.isEmpty(400);
            assertThat(basin.names("")).isEmpty();
        } else {
            put.is(201);
            assertThat(basin.names("prefix=gr%C3%BC")).containsExactly("grün");
        }
    }

    @Test
    void requestsMayBePipelined() {
        Stream stream = stream();
        Http1 connection = client.http1();
        Exchange first = connection.send(stream.appending("{\"records\":[{\"body\":\"a\"}]}"));
        Exchange second = connection.send(stream.appending("{\"records\":[{\"body\":\"b\"}]}"));
        Exchange third = connection.send(stream.reading("seq_num=0&count=2"));
        assertThat(Response.collect(first.answer()).ack().start().seqNum()).isZero();
        assertThat(Response.collect(second.answer()).ack().start().seqNum()).isEqualTo(1);
        assertThat(Response.collect(third.answer()).batch().texts()).containsExactly("a", "b");
    }

    @Test
    void aConnectionServesRequestAfterRequest() {
        Stream stream = stream();
        Http1 connection = client.http1();
        for (int i = 0; i < 20; i++) {
            assertThat(connection
                            .call(stream.appending("{\"records\":[{}]}"))
                            .ack()
                            .start()
                            .seqNum())
                    .isEqualTo(i);
        }
        connection.call(stream.reading("count=x")).isError(400, "bad_query");
        connection.call(stream.reading("seq_num=0")).is(200);
        connection
                .call(stream.request("GET", "/records/tail", "connection: close"))
                .is(200);
        assertThat(connection.endedWith()).isEqualTo("connection closed");
    }

    @Test
    void aConsentIsGivenBeforeTheBodyIsRead() {
        Stream stream = stream();
        String body = "{\"records\":[{}]}";
        Exchange exchange = client.connect()
                .open(stream.request("POST", "/records", Stream.JSON, "expect: 100-continue")
                        .with("content-length: " + body.length()));
        assertThat(exchange.answer().awaitInterim()).containsExactly(100);
        exchange.write(body.getBytes(UTF_8));
        Response.collect(exchange.answer()).is(200);
        Exchange refused = client.connect()
                .open(stream.request("POST", "/records", Stream.JSON, "expect: 100-continue", "content-encoding: br")
                        .with("content-length: " + body.length()));
        Response.collect(refused.answer()).isEmpty(415);
    }

    @Test
    void aClientThatStopsSendingInsideASessionIsATruncatedFrame() {
        Stream stream = stream();
        Http1 connection = client.http1();
        Session session = stream.appendSession(connection).send(Input.of("x"));
        session.ack();
        connection.raw("9\r\n\u0000\u0000 ");
        connection.halfClose();
        String end = session.answer().awaitEnd();
        if (session.answer().hasMore()) {
            session.terminal().isError(400, "bad_frame");
        } else {
            assertThat(end).isNotEqualTo(Answer.CLEAN);
        }
        stream.assertTail(1);
    }
}
