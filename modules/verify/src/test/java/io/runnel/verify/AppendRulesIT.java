package io.runnel.verify;

import static io.runnel.verify.Stream.BASE64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Contract 13.2: conditions, commands and timestamps. */
class AppendRulesIT extends OverBoth {
    private static final long HOUR = 3_600_000;
    private static final String UNCAPPED = "{\"timestamping\":{\"uncapped\":true}}";
    private static final String REQUIRE = "{\"timestamping\":{\"mode\":\"client-require\"}}";

    private Stream fencedWith(String token) {
        Stream stream = stream();
        stream.append(Input.fence(token)).is(200);
        return stream;
    }

    private static void assertToken(Stream stream, String token) {
        stream.append(Input.of("probe").fencing("not the token"))
                .isJson(412, "{\"fencing_token_mismatch\":" + Json.quote(token) + "}");
    }

    // conditions

    @Test
    void case026_aFreshStreamMatchesZero() {
        stream().append("{\"records\":[{}],\"match_seq_num\":0}").is(200);
    }

    @Test
    void case027_anotherNumberIsAMismatchThatTellsTheNextOne() {
        Stream stream = stream().fill(5);
        stream.append("{\"records\":[{}],\"match_seq_num\":4}").isJson(412, "{\"seq_num_mismatch\":5}");
        stream.append("{\"records\":[{}],\"match_seq_num\":6}").isJson(412, "{\"seq_num_mismatch\":5}");
        stream.assertTail(5);
    }

    @Test
    void case028_theEmptyTokenMatchesAnUnfencedStream() {
        stream().append("{\"records\":[{}],\"fencing_token\":\"\"}").is(200);
        stream().append(Input.of("x").fencing("")).is(200);
    }

    @Test
    void case029_anyOtherTokenDoesNotMatchAnUnfencedStream() {
        Stream stream = stream();
        stream.append("{\"records\":[{}],\"fencing_token\":\"x\"}").isJson(412, "{\"fencing_token_mismatch\":\"\"}");
        stream.assertTail(0);
    }

    @Test
    void case030_fencingIsCooperative() {
        Stream stream = fencedWith("a");
        stream.append("{\"records\":[{}]}").is(200);
        stream.append(Input.fence("b")).is(200);
        assertToken(stream, "b");
    }

    @Test
    void case031_aFenceInTheBatchDoesNotHelpItsOwnCheck() {
        Stream stream = fencedWith("a");
        stream.append(Input.fence("b").fencing("b")).isJson(412, "{\"fencing_token_mismatch\":\"a\"}");
        assertToken(stream, "a");
        stream.assertTail(1);
    }

    @Test
    void case032_theHolderMayHandOver() {
        Stream stream = fencedWith("a");
        stream.append(Input.fence("b").record("data").fencing("a")).is(200);
        stream.append(Input.of("x").fencing("a")).isJson(412, "{\"fencing_token_mismatch\":\"b\"}");
        stream.append(Input.of("x").fencing("b")).is(200);
    }

    @Test
    void case033_theLastFenceOfABatchCounts() {
        Stream stream = stream();
        stream.append(Input.fence("x").record("between").command("fence", new byte[] {'y'}))
                .is(200);
        assertToken(stream, "y");
    }

    @Test
    void case034_theFencingMismatchIsToldFirst() {
        Stream stream = fencedWith("a");
        stream.append(Input.of("x").fencing("b").match(77)).isJson(412, "{\"fencing_token_mismatch\":\"a\"}");
    }

    // commands

    @Test
    void case035_aFencingTokenHasAtMost36Bytes() {
        Stream stream = stream();
        String long37 = "x".repeat(37);
        stream.append("{\"records\":[{\"headers\":[[\"\",\"fence\"]],\"body\":\"" + long37 + "\"}]}")
                .isError(422, "invalid");
        stream.append("{\"records\":[{}],\"fencing_token\":\"" + long37 + "\"}").isError(400, "bad_json");
        stream.append(Input.of("x").fencing(long37)).isError(422, "invalid");
        stream.append(new Input().command("fence", new byte[] {(byte) 0xff})).isError(422, "invalid");
        assertToken(stream, "");
        stream.assertTail(0);
    }

    @Test
    void case036_tokensAreMeasuredInBytes() {
        Stream stream = stream();
        stream.append(Input.fence("€".repeat(12))).is(200);
        assertToken(stream, "€".repeat(12));
        stream.append(Input.fence("€".repeat(12) + "x")).isError(422, "invalid");
    }

    @Test
    void case037_aTrimPointHasEightBytes() {
        Stream stream = stream();
        for (int length : new int[] {0, 7, 9}) {
            stream.append(new Input().command("trim", new byte[length])).isError(422, "invalid");
        }
        stream.append("{\"records\":[{\"headers\":[[\"\",\"dHJpbQ==\"]],\"body\":\"AAAAAAAA\"}]}", BASE64)
                .isError(422, "invalid");
        stream.assertTail(0);
    }

    @Test
    void case038_trimmingToZeroRemovesNothing() {
        Stream stream = stream().fill(3);
        stream.append(Input.trim(0)).is(200);
        assertThat(stream.items()).hasSize(4);
    }

    @Test
    void case039_trimmingRemovesWhatIsBelow() {
        Stream stream = stream().fill(10);
        stream.append(Input.trim(5)).is(200);
        stream.awaitRecords(5L, 6L, 7L, 8L, 9L, 10L);
        stream.assertTail(11);
    }

    @Test
    void case040_trimmingToTheTrimItselfLeavesTheTrim() {
        Stream stream = stream().fill(10);
        stream.append(Input.trim(10)).is(200);
        stream.awaitRecords(10L);
        stream.assertTail(11);
    }

    @Test
    void case041_trimmingBeyondTheTailLeavesNothingButTheTail() {
        Stream stream = stream().fill(10);
        stream.append(Input.trim(-1L)).is(200);
        stream.awaitRecords();
        stream.assertTail(11);
        assertThat(stream.add("next").start().seqNum()).isEqualTo(11);
        assertThat(stream.texts()).containsExactly("next");
    }

    @Test
    void case042_aTrimPointNeverMovesBack() {
        Stream stream = stream().fill(10);
        stream.append(Input.trim(5)).is(200);
        stream.awaitRecords(5L, 6L, 7L, 8L, 9L, 10L);
        stream.append(Input.trim(3)).is(200);
        stream.awaitRecords(5L, 6L, 7L, 8L, 9L, 10L, 11L);
    }

    // timestamps

    @Test
    void case043_aTimestampOfTheFutureIsLoweredToNow() {
        Ack ack = stream()
                .append(new Input().record(System.currentTimeMillis() + HOUR, "x"))
                .ack();
        assertNow(ack.start().timestamp());
    }

    @Test
    void case044_anUncappedFutureHoldsForWhatFollows() {
        Stream stream = stream(UNCAPPED);
        long future = System.currentTimeMillis() + HOUR;
        stream.append(new Input().record(future, "x")).is(200);
        assertThat(stream.add("y").start().timestamp()).isEqualTo(future);
        stream.patch("{\"timestamping\":{\"mode\":\"arrival\",\"uncapped\":false}}")
                .is(200);
        assertThat(stream.add("z").start().timestamp()).isEqualTo(future);
    }

    @Test
    void case045_aTimestampOfThePastIsRaisedToTheLast() {
        Stream stream = stream();
        stream.append(new Input().record(2000, "x")).is(200);
        assertThat(stream.append(new Input().record(1000, "y")).ack().start().timestamp())
                .isEqualTo(2000);
    }

    @Test
    void case046_timestampsNeverDecreaseWithinABatch() {
        Stream stream = stream();
        Ack ack = stream.append("{\"records\":[{\"timestamp\":5},{\"timestamp\":3},{\"timestamp\":9}]}")
                .ack();
        assertThat(ack).isEqualTo(new Ack(new Position(0, 5), new Position(3, 9), new Position(3, 9)));
        assertThat(stream.items().stream().map(Item::timestamp)).isEqualTo(List.of(5L, 5L, 9L));
    }

    @Test
    void case047_aRequiredTimestampMayNotBeMissingFromAnyRecord() {
        Stream stream = stream(REQUIRE);
        stream.append("{\"records\":[{\"timestamp\":1},{}]}").isError(422, "invalid");
        stream.assertTail(0);
    }

    @Test
    void case048_commandsNeedARequiredTimestampAsWell() {
        Stream stream = stream(REQUIRE);
        stream.append(Input.fence("a")).isError(422, "invalid");
        assertToken(stream.basin().at("s"), "");
        stream.append("{\"records\":[{\"timestamp\":1,\"headers\":[[\"\",\"fence\"]],\"body\":\"a\"}]}")
                .is(200);
    }

    @Test
    void case049_byArrivalAGivenTimestampIsIgnored() {
        Ack ack = stream("{\"timestamping\":{\"mode\":\"arrival\"}}")
                .append(new Input().record(5, "x"))
                .ack();
        assertNow(ack.start().timestamp());
    }

    @Test
    void case050_anExplicitZeroIsATimestamp() {
        Stream stream = stream();
        assertThat(stream.append("{\"records\":[{\"timestamp\":0}]}").ack().start())
                .isEqualTo(Position.START);
        assertThat(stream.append(new Input().record(0, "x")).ack().start().timestamp())
                .isZero();
    }

    private static void assertNow(long timestamp) {
        assertThat(timestamp).isCloseTo(System.currentTimeMillis(), within(60_000L));
    }
}
