package io.runnel.verify;

import static io.runnel.verify.Stream.ACCEPT_SSE;
import static io.runnel.verify.Stream.S2S;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Contract 13.3: S2S and SSE read sessions. Where release 0.43.4 differs (15.5 to 15.7) its answer is asked for. */
class ReadSessionIT extends OverBoth {

    @Test
    void case062_withoutBoundsAReadFromTheTailFollows() {
        Stream stream = stream().fill(2);
        Position tail = stream.tail();
        Session session = stream.readSession("tail_offset=0");
        Sse sse = stream.sse("tail_offset=0");
        assertThat(session.heartbeat()).isEqualTo(tail);
        assertThat(sse.ping()).isEqualTo(tail);
        Ack ack = stream.add("live");
        for (Batch batch : List.of(session.batch(), sse.batch())) {
            assertThat(batch.texts()).containsExactly("live");
            assertThat(batch.seqNums()).containsExactly(2L);
            assertThat(batch.tail()).isEqualTo(ack.end());
        }
    }

    @Test
    void case072_aBoundedSessionEndsAtItsCount() {
        Stream stream = stream().fill(10);
        Session session = stream.readSession("seq_num=0&count=5");
        assertThat(session.records(5).stream().map(Item::seqNum)).isEqualTo(Batch.range(0, 5));
        session.assertEnd();
        Sse sse = stream.sse("seq_num=0&count=5");
        assertThat(sse.batch().seqNums()).isEqualTo(Batch.range(0, 5));
        sse.done();
    }

    @Test
    void case073_aBoundedSessionMayWaitForTheRest() {
        Stream stream = stream().fill(3);
        Session session = stream.readSession("seq_num=0&count=5&wait=1");
        assertThat(session.records(3)).hasSize(3);
        assertThat(session.heartbeat()).isEqualTo(stream.tail());
        assertThat(timed(session::assertEnd)).isBetween(millis(600), millis(4_000));
        Sse sse = stream.sse("seq_num=0&count=5&wait=1");
        assertThat(sse.batch().records()).hasSize(3);
        sse.ping();
        sse.done();
    }

    @Test
    void case074_aSessionThatMayNotWaitEndsAtTheTail() {
        Stream stream = stream().fill(3);
        stream.readSession("wait=0").assertEnd();
        stream.sse("wait=0").done();
        Session session = stream.readSession("seq_num=1&wait=0");
        assertThat(session.batch().seqNums()).containsExactly(1L, 2L);
        session.assertEnd();
    }

    @Test
    void case075_aBoundedSessionAtTheTailIsUnwritten() {
        Stream stream = stream().fill(3);
        for (String type : List.of(S2S, ACCEPT_SSE)) {
            Response response = stream.read("count=5", type).is(416);
            assertThat(Position.of(response.json().get("tail"))).isEqualTo(stream.tail());
            assertThat(Json.keys(response.json())).containsExactly("tail");
        }
    }

    @Test
    void case077_afterTrimmingEverythingAFollowerStartsAtTheTail() {
        Stream stream = stream().fill(9);
        stream.append(Input.trim(-1L)).is(200);
        stream.awaitRecords();
        Session session = stream.readSession("seq_num=0");
        Sse sse = stream.sse("seq_num=0");
        assertThat(session.heartbeat()).isEqualTo(stream.tail());
        assertThat(sse.ping().seqNum()).isEqualTo(10);
        stream.add("next");
        assertThat(session.batch().seqNums()).containsExactly(10L);
        assertThat(sse.batch().seqNums()).containsExactly(10L);
    }

    @Test
    void case083_theContentTypeOfS2sWinsOverAccept() {
        Session session = stream().fill(2).readSession("seq_num=0&count=1", ACCEPT_SSE);
        assertThat(session.batch().seqNums()).containsExactly(0L);
        session.assertEnd();
    }

    @Test
    void case084_resumptionStartsBehindTheLastEvent() {
        Sse sse = stream().fill(10).sse("seq_num=0&count=8", "last-event-id: 4,5,100");
        Batch batch = sse.batch();
        assertThat(batch.seqNums()).containsExactly(5L, 6L, 7L);
        sse.done();
    }

    @Test
    void case085_resumptionOfAReadWhoseCountIsUsedUpEnds() {
        stream().fill(10).sse("seq_num=0&count=5", "last-event-id: 4,5,100").done();
    }

    @Test
    void case086_aMalformedEventIdIsABadHeaderOnSseOnly() {
        Stream stream = stream().fill(2);
        stream.read("seq_num=0", ACCEPT_SSE, "last-event-id: abc").isError(400, "bad_header");
        assertThat(stream.read("seq_num=0", "last-event-id: abc").batch().records())
                .hasSize(2);
        assertThat(stream.readSession("seq_num=0&count=2", "last-event-id: abc").records(2))
                .hasSize(2);
    }

    @Test
    void case088_deletionEndsFollowersWithUnavailable() {
        Stream stream = stream().fill(1);
        Session session = stream.readSession("");
        Sse sse = stream.sse("");
        session.heartbeat();
        sse.ping();
        stream.delete().isEmpty(202);
        Frame frame = session.frame();
        if (!frame.isTerminal()) {
            Item marker = Batch.of(Proto.read(frame.message())).records().get(0);
            assertThat(marker.headers()).containsExactly(new Item.Header("", "trim"));
            assertThat(marker.bytes().getBytes(ISO_8859_1)).containsOnly(0xff).hasSize(8);
            session.terminal().isError(503, "unavailable");
        } else {
            assertThat(frame.body()).startsWith(503 >> 8, 503 & 0xff);
            session.assertEnd();
        }
        Sse.Event event = sse.next();
        if ("batch".equals(event.event())) {
            event = sse.next();
        }
        assertThat(event.event()).isEqualTo("error");
        assertThat(event.json().get("code").textValue()).isEqualTo("unavailable");
        assertThat(sse.exchange().answer().rest(Answer.PATIENCE)).isEmpty();
    }

    @Test
    void case088d_eventIdsAreExactlyThreeIntegers() {
        Stream stream = stream().fill(9);
        for (String id : List.of("1,2", "1,2,3,4", "1, 2, 3", "", "1,2,x", "1,2,-3", "1,2,", ",,", "1.0,2,3")) {
            stream.read("seq_num=0", ACCEPT_SSE, "last-event-id: " + id).isError(400, "bad_header");
        }
        assertThat(stream.sse("seq_num=0&count=9", "last-event-id: 0,1,9")
                        .batch()
                        .records())
                .hasSize(8);
    }

    // The tables of 7.3, 7.4 and 7.7

    @Test
    void aSessionThatWaitsEndsWhenNothingComes() {
        Stream stream = stream().fill(1);
        Session session = stream.readSession("wait=1");
        session.heartbeat();
        assertThat(timed(session::assertEnd)).isBetween(millis(600), millis(4_000));
    }

    @Test
    void everyBatchRearmsTheWait() {
        Stream stream = stream();
        Session session = stream.readSession("wait=2");
        session.heartbeat();
        long start = System.nanoTime();
        for (int i = 0; i < 3; i++) {
            Eventually.pause(millis(1_200));
            stream.add("x");
            assertThat(session.batch().records()).hasSize(1);
        }
        assertThat(timed(session::assertEnd)).isBetween(millis(1_500), millis(5_000));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(millis(5_000));
    }

    @Test
    void catchUpBatchesTellNoTailAndTheHeartbeatBehindThemDoes() {
        Stream stream = stream().fill(2500);
        Session session = stream.readSession("seq_num=0");
        long next = 0;
        while (next < 2500) {
            Batch batch = session.batch();
            assertThat(batch.tail()).isNull();
            assertThat(batch.records()).hasSizeBetween(1, 1000);
            assertThat(batch.seqNums())
                    .isEqualTo(Batch.range(next, next + batch.records().size()));
            next += batch.records().size();
        }
        assertThat(session.heartbeat()).isEqualTo(stream.tail());
    }

    @Test
    void boundsCutOffALiveBatchAndEndTheRead() {
        Stream stream = stream();
        Session session = stream.readSession("count=2&wait=20");
        session.heartbeat();
        Ack ack = stream.add("a", "b", "c");
        Batch batch = session.batch();
        assertThat(batch.texts()).containsExactly("a", "b");
        assertThat(batch.tail()).isEqualTo(ack.end());
        session.assertEnd();
    }

    @Test
    void aLiveRecordAboveTheBoundEndsTheReadWithoutOutput() {
        Stream stream = stream();
        Session session = stream.readSession("bytes=8&wait=20");
        session.heartbeat();
        stream.add("too large");
        session.assertEnd();
    }

    @Test
    void untilDoesNotEndAFollowByThePassageOfTime() {
        Stream stream = stream();
        long now = System.currentTimeMillis();
        Session session = stream.readSession("until=" + (now + 1) + "&wait=20");
        session.heartbeat();
        assertThat(session.answer().silentFor(millis(1_000))).isTrue();
        stream.add("past it");
        session.assertEnd();
    }

    @Test
    void aHeartbeatOfAFreshStreamIsTheWorkedExample() {
        Session session = stream().readSession("");
        assertThat(session.answer().next(6)).containsExactly(0, 0, 3, 0, 0x12, 0);
    }

    // 7.8

    @Test
    void eventIdsCountRecordsAndMeteredBytesOfTheConnection() {
        Stream stream = stream();
        stream.append("{\"records\":[{\"headers\":[[\"k\",\"v\"]],\"body\":\"abc\"},{}]}")
                .is(200);
        Sse sse = stream.sse("seq_num=0");
        assertThat(sse.batchEvent().id()).isEqualTo("1,2," + (8 + 2 + 2 + 3 + 8));
        sse.ping();
        stream.add("x");
        assertThat(sse.batchEvent().id()).isEqualTo("2,3," + (8 + 2 + 2 + 3 + 8 + 9));
    }

    @Test
    void eventsFollowTheFormat() {
        Stream stream = stream();
        stream.append("{\"records\":[{\"headers\":[[\"k\",\"\"]],\"body\":\"line\\nline\"}]}")
                .is(200);
        JsonNode raw = stream.sse("seq_num=0&count=1").batchEvent().json().at("/records/0");
        assertThat(raw.get("body").textValue()).isEqualTo("line\nline");
        JsonNode encoded = stream.sse("seq_num=0&count=1", Stream.BASE64)
                .batchEvent()
                .json()
                .at("/records/0");
        assertThat(encoded.get("headers")).isEqualTo(Json.parse("[[\"aw==\",\"\"]]"));
        assertThat(encoded.get("body").textValue()).isEqualTo("bGluZQpsaW5l");
    }

    @Test
    void pingsTellTheServersTime() {
        JsonNode ping = stream().sse("").next().json();
        assertThat(ping.get("timestamp").longValue())
                .isBetween(1_700_000_000_000L, System.currentTimeMillis() + 60_000);
        assertThat(Json.keys(ping)).containsExactlyInAnyOrder("timestamp", "tail");
    }

    @Test
    void resumptionIgnoresTheStartOfTheQueryWhichMustStillBeValid() {
        Stream stream = stream().fill(10);
        assertThat(stream.sse("timestamp=18446744073709551615&count=10", "last-event-id: 6,0,0")
                        .batch()
                        .seqNums())
                .containsExactly(7L, 8L, 9L);
        stream.read("seq_num=x&count=10", ACCEPT_SSE, "last-event-id: 6,0,0").isError(400, "bad_query");
        stream.read("seq_num=1&timestamp=1", ACCEPT_SSE, "last-event-id: 6,0,0").isError(422, "invalid");
        stream.read("count=10", ACCEPT_SSE, "last-event-id: 9,1,1").is(416);
    }

    @Test
    void failuresBeforeTheStreamArePlainErrors() {
        Stream missing = client.basin().at("none");
        for (String type : List.of(S2S, ACCEPT_SSE)) {
            missing.read("", type).isError(404, "stream_not_found");
            missing.read("count=x", type).isError(400, "bad_query");
            missing.read("seq_num=1&timestamp=1", type).isError(422, "invalid");
        }
    }

    @Test
    void aRequestBodyOnAReadIsIgnoredEvenUnfinished() {
        Stream stream = stream().fill(2);
        Exchange exchange =
                client.connect().open(stream.reading("seq_num=0&count=2").with(S2S));
        exchange.write(new byte[] {1, 2, 3});
        Session session = new Session(exchange);
        assertThat(session.answer().status()).isEqualTo(200);
        assertThat(session.records(2)).hasSize(2);
    }
}
