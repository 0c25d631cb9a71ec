package io.runnel.verify;

import static io.runnel.verify.Stream.ACCEPT_PROTO;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Contract 13.3: unary reads. Where release 0.43.4 differs (15.5, 15.6) its answer is asked for. */
class ReadIT extends OverBoth {
    private static final String NOTHING = "{\"records\":[]}";

    private static String tailOf(Stream stream) {
        Position tail = stream.tail();
        return "{\"tail\":{\"seq_num\":" + tail.seqNum() + ",\"timestamp\":" + tail.timestamp() + "}}";
    }

    /** Nothing to read there: 416 with the tail, whatever was asked for. */
    private static void assertUnwritten(Stream stream, String query) {
        stream.read(query).isJson(416, tailOf(stream));
    }

    @Test
    void case051_theTailOfAFreshStreamIsUnwritten() {
        stream().read("seq_num=0").isJson(416, "{\"tail\":{\"seq_num\":0,\"timestamp\":0}}");
    }

    @Test
    void case052_withoutAStartTheTailIsMeant() {
        Stream stream = stream();
        assertUnwritten(stream, "");
        stream.fill(3);
        assertUnwritten(stream, "");
    }

    @Test
    void case053_aFreshStreamIsUnwrittenFromAnyTimestamp() {
        assertUnwritten(stream(), "timestamp=0");
    }

    @Test
    void case054_aTimestampBeyondTheTailIsUnwritten() {
        assertUnwritten(stream(), "timestamp=1");
    }

    @Test
    void case055_beyondTheTailIsUnwritten() {
        assertUnwritten(stream().fill(10), "seq_num=11");
    }

    @Test
    void case056_clampingLeadsToTheTailWhichIsUnwritten() {
        assertUnwritten(stream().fill(10), "seq_num=11&clamp=true");
    }

    @Test
    void case057_clampedToTheTailAReadWaitsItsTime() {
        Stream stream = stream().fill(10);
        Duration taken = timed(() -> stream.read("seq_num=11&clamp=true&wait=1").isJson(200, NOTHING));
        assertThat(taken).isBetween(millis(900), millis(4_000));
    }

    @Test
    void case058_aWaitingReadIsAnsweredByTheFirstAppend() {
        Stream stream = stream().fill(10);
        CompletableFuture<Response> waiting = Background.call(() -> stream.read("seq_num=10&wait=5"));
        Eventually.pause(millis(1_000));
        assertThat(waiting).isNotDone();
        Ack ack = stream.add("eleventh");
        Batch batch = waiting.join().batch();
        assertThat(batch.texts()).containsExactly("eleventh");
        assertThat(batch.seqNums()).containsExactly(10L);
        assertThat(batch.tail()).isEqualTo(ack.tail());
    }

    @Test
    void case059_whatIsThereIsNotWaitedFor() {
        Stream stream = stream().fill(10);
        Duration taken = timed(() ->
                assertThat(stream.read("seq_num=0&wait=30").batch().records()).hasSize(10));
        assertThat(taken).isLessThan(millis(5_000));
    }

    @Test
    void case061_anOffsetBeyondTheStartMeansTheStart() {
        Stream stream = stream().fill(3);
        assertThat(stream.batch("tail_offset=100").seqNums()).containsExactly(0L, 1L, 2L);
        assertThat(stream.batch("tail_offset=1").seqNums()).containsExactly(2L);
        stream.append(Input.trim(2)).is(200);
        stream.awaitRecords(2L, 3L);
        assertThat(stream.batch("tail_offset=100").seqNums()).containsExactly(2L, 3L);
    }

    @Test
    void case063_onlyOneStartMayBeGiven() {
        Stream stream = stream().fill(1);
        stream.read("seq_num=0&tail_offset=0").isError(422, "invalid");
        stream.read("seq_num=0&timestamp=0").isError(422, "invalid");
        stream.read("timestamp=0&tail_offset=0").isError(422, "invalid");
    }

    @Test
    void case064_aTimestampStartLiesBelowUntil() {
        Stream stream = stream();
        stream.append(new Input().record(100, "x").record(200, "y")).is(200);
        stream.read("timestamp=100&until=100").isError(422, "invalid");
        assertThat(stream.batch("timestamp=100&until=101").texts()).containsExactly("x");
    }

    @Test
    void case065_betweenTwoTimestampsTheLaterIsTheStart() {
        Stream stream = stream();
        stream.append(new Input().record(100, "x").record(200, "y")).is(200);
        assertThat(stream.batch("timestamp=101").texts()).containsExactly("y");
    }

    @Test
    void case066_ofEqualTimestampsTheFirstIsTheStart() {
        Stream stream = stream();
        stream.append(new Input().record(1, "v").record(7, "w")).is(200);
        stream.append(new Input().record(7, "x").record(7, "y")).is(200);
        assertThat(stream.batch("timestamp=7").texts()).containsExactly("w", "x", "y");
    }

    @Test
    void case067_aCountOfZeroEndsAtOnce() {
        stream().fill(3).read("seq_num=0&count=0").isJson(200, NOTHING);
    }

    @Test
    void case068_aRecordLargerThanTheBoundIsNotDelivered() {
        Stream stream = stream();
        stream.add("x", "");
        stream.read("seq_num=0&bytes=8").isJson(200, NOTHING);
        assertThat(stream.batch("seq_num=0&bytes=16").texts()).containsExactly("x");
        assertThat(stream.batch("seq_num=0&bytes=17").texts()).containsExactly("x", "");
    }

    @Test
    void case069_aUnaryReadDeliversAtMostAThousandRecords() {
        Stream stream = stream().fill(1500);
        assertThat(stream.batch("seq_num=0&count=2000").seqNums()).isEqualTo(Batch.range(0, 1000));
        assertThat(stream.batch("seq_num=1000").seqNums()).isEqualTo(Batch.range(1000, 1500));
    }

    @Test
    void case070_aUnaryReadDeliversAtMostAMebibyte() {
        Stream stream = stream();
        String third = "x".repeat(400_000);
        stream.add(third, third);
        stream.add(third, third);
        assertThat(stream.batch("seq_num=0").seqNums()).containsExactly(0L, 1L);
        assertThat(stream.batch("seq_num=0&bytes=9999999").seqNums()).containsExactly(0L, 1L);
    }

    @Test
    void case071_untilBeforeAllRecordsDeliversNothing() {
        stream().fill(3).read("seq_num=0&until=1").isJson(200, NOTHING);
    }

    @Test
    void case076_everythingTrimmedIsNotUnwritten() {
        Stream stream = stream().fill(9);
        stream.append(Input.trim(-1L)).is(200);
        stream.awaitRecords();
        stream.read("seq_num=0").isJson(200, NOTHING);
        assertUnwritten(stream, "seq_num=10");
        assertUnwritten(stream, "timestamp=0");
    }

    @Test
    void case078_malformedParametersAreBadQueries() {
        Stream stream = stream().fill(3);
        for (String query : List.of(
                "count=abc",
                "count=-1",
                "count=",
                "count",
                "count=1.0",
                "count=%201",
                "count=18446744073709551616",
                "wait=4294967296",
                "clamp=1",
                "clamp=TRUE",
                "clamp=",
                "count=1&count=2",
                "count=1&count=1",
                "seq_num=x",
                "timestamp=-1",
                "tail_offset=",
                "bytes=1e3",
                "until=now")) {
            stream.read(query).isError(400, "bad_query");
        }
    }

    @Test
    void case079_unknownParametersAreIgnored() {
        assertThat(stream()
                        .fill(9)
                        .batch("count=5&colour=red&seq_num=0&colour=blue&COUNT=x")
                        .records())
                .hasSize(5);
    }

    @Test
    void case080_rawReadingReplacesWhatIsNotUtf8() {
        Stream stream = stream();
        stream.append(new Input().record(new byte[] {(byte) 0xff, (byte) 0xfe})).is(200);
        assertThat(stream.read("seq_num=0").json().at("/records/0/body").textValue())
                .isEqualTo("\ufffd\ufffd");
        assertThat(stream.read("seq_num=0", Stream.BASE64)
                        .json()
                        .at("/records/0/body")
                        .textValue())
                .isEqualTo("//4=");
    }

    @Test
    void case081_jsonIsTheAnswerToAnyUnknownAccept() {
        Stream stream = stream().fill(1);
        for (String accept : List.of("*/*", "image/png", "/", "application/json; q=0.1, application/protobuf")) {
            assertThat(stream.read("seq_num=0", "accept: " + accept).batch().records())
                    .hasSize(1);
        }
        assertThat(stream.read("seq_num=0").batch().records()).hasSize(1);
    }

    @Test
    void case082_theFirstAcceptedTypeWins() {
        Stream stream = stream().fill(1);
        stream.read("seq_num=0", "accept: application/json, text/event-stream").batch();
        Response proto = stream.read("seq_num=0", "accept: application/x-protobuf, application/json")
                .is(200);
        assertThat(proto.contentType()).isEqualTo("application/protobuf");
        proto = stream.read("seq_num=0", "accept: Application/ProtoBuf; charset=x")
                .is(200);
        assertThat(proto.contentType()).isEqualTo("application/protobuf");
    }

    @Test
    void case087_anEmptyProtobufAnswerHasNoBytes() {
        Response response =
                stream().fill(3).read("seq_num=0&until=1", ACCEPT_PROTO).is(200);
        assertThat(response.contentType()).isEqualTo("application/protobuf");
        assertThat(response.body()).isEmpty();
        // From a timestamp the tail of a fresh stream is unwritten (15.5), which JSON says whatever is accepted.
        stream().read("timestamp=0", ACCEPT_PROTO).isJson(416, "{\"tail\":{\"seq_num\":0,\"timestamp\":0}}");
    }

    @Test
    void case088a_deletionAnswersAReadThatWaits() {
        Stream stream = stream();
        CompletableFuture<Response> waiting = Background.call(() -> stream.read("seq_num=0&wait=20"));
        Eventually.pause(millis(500));
        assertThat(waiting).isNotDone();
        stream.delete().isEmpty(202);
        Response response = waiting.join();
        if (response.status() == 200) {
            assertThat(response.batch().records()).hasSize(1);
            assertThat(response.json().at("/records/0/headers")).isEqualTo(Json.parse("[[\"\",\"trim\"]]"));
        } else if (response.status() == 503) {
            response.isError(503, "unavailable");
        } else {
            response.isError(409, "stream_deletion_pending");
        }
    }

    @Test
    void catchingUpTellsNoTail() {
        Stream stream = stream().fill(3);
        assertThat(Json.keys(stream.read("seq_num=0").json())).containsExactly("records");
        assertThat(stream.batch("seq_num=0").tail()).isNull();
    }

    @Test
    void aWaitingReadIsAnsweredWithNothingWhenTheNewRecordIsTooLarge() {
        Stream stream = stream();
        CompletableFuture<Response> waiting = Background.call(() -> stream.read("seq_num=0&wait=20&bytes=8"));
        Eventually.pause(millis(500));
        Duration taken = timed(() -> {
            stream.add("x");
            waiting.join().isJson(200, NOTHING);
        });
        assertThat(taken).isLessThan(millis(5_000));
    }

    @Test
    void untilStopsBeforeTheFirstRecordAtOrPastIt() {
        Stream stream = stream();
        stream.append(new Input().record(1, "a").record(2, "b").record(3, "c")).is(200);
        assertThat(stream.batch("seq_num=0&until=3").texts()).containsExactly("a", "b");
        assertThat(stream.batch("seq_num=0&until=4").texts()).containsExactly("a", "b", "c");
    }

    @Test
    void numbersBeyondSixtyThreeBitsAreNumbers() {
        Stream stream = stream().fill(2);
        assertUnwritten(stream, "seq_num=18446744073709551615");
        assertUnwritten(stream, "timestamp=18446744073709551615");
        assertThat(stream.batch("tail_offset=18446744073709551615&count=18446744073709551615"
                                + "&bytes=18446744073709551615&until=18446744073709551615&wait=4294967295")
                        .records())
                .hasSize(2);
    }

    @Test
    void missingStreamsAndBasinsAreToldApart() {
        Basin basin = client.basin();
        basin.at("none").read("seq_num=0").isError(404, "stream_not_found");
        basin.at("none").checkTail().isError(404, "stream_not_found");
        Stream nowhere = new Basin(client, Client.freshName()).at("none");
        nowhere.read("seq_num=0").isError(404, "basin_not_found");
        nowhere.checkTail().isError(404, "basin_not_found");
        nowhere.append(Input.of("x")).isError(404, "basin_not_found");
    }
}
