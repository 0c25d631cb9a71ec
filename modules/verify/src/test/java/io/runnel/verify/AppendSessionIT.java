package io.runnel.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Contract 13.4: framing and append sessions. */
class AppendSessionIT extends OverBoth {
    private static final byte[] MESSAGE = Input.of("x").toBytes();

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    /** One good batch, then these bytes: the batch is acknowledged, the defect named, and nothing else happens. */
    private void assertBadFrame(byte[] defect) {
        Stream stream = stream();
        Session session = stream.appendSession().send(Input.of("before")).raw(defect);
        assertThat(session.ack().end().seqNum()).isEqualTo(1);
        session.terminal().isError(400, "bad_frame");
        stream.assertTail(1);
        client.assertAlive();
    }

    @Test
    void case089_theHeadComesBeforeAnyFrame() {
        Session session = stream().appendSession();
        assertThat(session.answer().status()).isEqualTo(200);
        assertThat(session.answer().silentFor(millis(300))).isTrue();
        session.send(Input.of("x"));
        assertThat(session.ack().count()).isEqualTo(1);
    }

    @Test
    void case090_aMissingStreamIsAPlainError() {
        Stream missing = client.basin().at("none");
        Exchange exchange =
                client.connect().open(missing.request("POST", "/records").with(Stream.S2S));
        Response.collect(exchange.answer()).isError(404, "stream_not_found");
    }

    @Test
    void case091_anImmediateHalfCloseEndsCleanly() {
        stream().appendSession().halfClose().assertEnd();
    }

    @Test
    void case092_aLengthOfZeroIsABadFrame() {
        assertBadFrame(bytes(0, 0, 0));
    }

    @Test
    void case093_anEmptyMessageIsAnEmptyBatch() {
        Session session = stream().appendSession().raw(bytes(0, 0, 1, 0));
        session.terminal().isError(422, "invalid");
    }

    @Test
    void case094_compressionElevenIsABadFrame() {
        assertBadFrame(new Frame(0x60, MESSAGE).toBytes());
    }

    @Test
    void case095_aTerminalFrameOfTheClientIsABadFrame() {
        assertBadFrame(new Frame(0x80, MESSAGE).toBytes());
        assertBadFrame(new Frame(0x80, new byte[0]).toBytes());
        assertBadFrame(new Frame(0x80, "\u0001\u0094{}".getBytes(UTF_8)).toBytes());
    }

    @Test
    void case096_aLengthAboveTwoMebibytesIsABadFrame() {
        assertBadFrame(bytes(0x20, 0x00, 0x01, 0));
        assertBadFrame(bytes(0xff, 0xff, 0xff));
    }

    @Test
    void case097_aRequestThatEndsInsideAFrameIsABadFrame() {
        byte[] whole = Frame.of(Input.of("cut")).toBytes();
        for (int cut : new int[] {1, 3, 4, whole.length - 1}) {
            Stream stream = stream();
            Session session = stream.appendSession().send(Input.of("before")).raw(Arrays.copyOf(whole, cut));
            session.halfClose();
            assertThat(session.ack().count()).isEqualTo(1);
            session.terminal().isError(400, "bad_frame");
            stream.assertTail(1);
        }
    }

    @Test
    void case098_reservedBitsAndReconnectAreIgnored() {
        Session session = stream().appendSession();
        for (int flag : new int[] {0x01, 0x08, 0x0f, Frame.RECONNECT, 0x1f}) {
            session.send(new Frame(flag, MESSAGE));
        }
        assertThat(session.acks(5).get(4).end().seqNum()).isEqualTo(5);
        session.halfClose().assertEnd();
    }

    @Test
    void case099_nothingBehindAFailedBatchIsApplied() {
        Stream stream = stream();
        Session session = stream.appendSession()
                .send(Input.of("first"), Input.of("second").match(7), Input.of("third"));
        assertThat(session.ack().end().seqNum()).isEqualTo(1);
        session.terminal().isJson(412, "{\"seq_num_mismatch\":1}");
        assertThat(stream.texts()).containsExactly("first");
    }

    @Test
    void case100_conditionsCountWhatIsOnItsWay() {
        Session session = stream().appendSession();
        for (long batch = 0; batch < 3; batch++) {
            session.send(Input.numbered(10 * batch, 10).match(10 * batch));
        }
        assertThat(session.acks(3).stream().map(ack -> ack.end().seqNum())).isEqualTo(List.of(10L, 20L, 30L));
        session.halfClose().assertEnd();
    }

    @Test
    void case101_eachFrameMayChooseItsCompression() {
        Stream stream = stream();
        Session session = stream.appendSession()
                .send(Frame.gzip(Input.of("gzip").toBytes()))
                .send(Frame.zstd(Input.of("zstd").toBytes()))
                .send(Input.of("none"))
                .send(Frame.zstd(Input.of("z".repeat(1_000_000)).toBytes()));
        session.acks(4);
        session.halfClose().assertEnd();
        assertThat(stream.texts()).startsWith("gzip", "zstd", "none").hasSize(4);
    }

    @Test
    void case102_largeFramesAreCompressedAsAccepted() {
        // A coding with q=0 is not used (15.8); otherwise order and weight do not matter.
        assertCompression("gzip, zstd;q=0", Frame.GZIP);
        assertCompression("gzip, zstd;q=0.1", Frame.ZSTD);
        assertCompression("gzip", Frame.GZIP);
        assertCompression("br", 0);
    }

    private void assertCompression(String accepted, int flag) {
        Stream stream = stream();
        stream.add("y".repeat(2_000), "small");
        Session session = stream.readSession("seq_num=0&count=2", "accept-encoding: " + accepted);
        Frame frame = session.frame();
        assertThat(frame.compression()).as(accepted).isEqualTo(flag);
        assertThat(Batch.of(Proto.read(frame.message())).texts()).containsExactly("y".repeat(2_000), "small");
    }

    @Test
    void case103_aFrameMayComeByteByByte() {
        Session session = stream().appendSession();
        for (byte piece : Frame.of(Input.of("slowly")).toBytes()) {
            session.raw(new byte[] {piece});
        }
        assertThat(session.ack().count()).isEqualTo(1);
    }

    @Test
    void case104_twoSessionsInterleaveWithoutGaps() {
        Stream stream = stream();
        Session one = stream.appendSession();
        Session two = stream.appendSession();
        for (int i = 0; i < 50; i++) {
            one.send(Input.of("one"));
            two.send(Input.of("two", "two"));
        }
        List<Ack> ones = one.acks(50);
        List<Ack> twos = two.acks(50);
        assertInOrder(ones, 1);
        assertInOrder(twos, 2);
        stream.assertTail(150);
        assertThat(stream.items().stream().map(Item::seqNum)).isEqualTo(Batch.range(0, 150));
        for (Ack ack : ones) {
            assertThat(stream.batch("count=1&seq_num=" + ack.start().seqNum()).texts())
                    .containsExactly("one");
        }
    }

    static void assertInOrder(List<Ack> acks, int batchSize) {
        long last = -1;
        for (Ack ack : acks) {
            assertThat(ack.count()).isEqualTo(batchSize);
            assertThat(ack.start().seqNum()).isGreaterThan(last);
            last = ack.end().seqNum() - 1;
            assertThat(ack.tail().seqNum()).isGreaterThanOrEqualTo(ack.end().seqNum());
        }
    }

    @Test
    void case104a_whatDoesNotDecompressIsABadFrame() {
        assertBadFrame(new Frame(Frame.ZSTD, new byte[0]).toBytes());
        assertBadFrame(new Frame(Frame.GZIP, new byte[0]).toBytes());
        assertBadFrame(new Frame(Frame.ZSTD, MESSAGE).toBytes());
        assertBadFrame(new Frame(Frame.GZIP, MESSAGE).toBytes());
        byte[] gzip = Codings.gzip(MESSAGE);
        byte[] zstd = Codings.zstd(MESSAGE);
        assertBadFrame(new Frame(Frame.GZIP, Arrays.copyOf(gzip, gzip.length - 3)).toBytes());
        assertBadFrame(new Frame(Frame.ZSTD, Arrays.copyOf(zstd, zstd.length - 1)).toBytes());
    }

    @Test
    void case104c_textIsABadFrame() {
        for (String text : List.of("{\"records\":[{\"body\":\"x\"}]}", "hello, this is not a frame at all")) {
            Stream stream = stream();
            Session session = stream.appendSession().raw(text.getBytes(UTF_8));
            session.terminal().isError(400, "bad_frame");
            stream.assertTail(0);
        }
    }

    @Test
    void case104e_allBatchesBeforeADefectAreAcknowledged() {
        byte[] good = Frame.of(Input.of("x")).toBytes();
        byte[] all = new byte[300 * good.length + 3];
        for (int i = 0; i < 300; i++) {
            System.arraycopy(good, 0, all, i * good.length, good.length);
        }
        Stream stream = stream();
        Session session = stream.appendSession().raw(all);
        assertInOrder(session.acks(300), 1);
        session.terminal().isError(400, "bad_frame");
        stream.assertTail(300);
    }

    @Test
    void case104i_aDeletedStreamSpeaksUpAtTheNextBatch() {
        Stream stream = stream();
        Session session = stream.appendSession();
        stream.delete().isEmpty(202);
        assertThat(session.answer().silentFor(millis(500))).isTrue();
        session.send(Input.of("late"));
        Session.Terminal terminal = session.terminal();
        if (terminal.status() == 409) {
            terminal.isError(409, "stream_deletion_pending");
        } else {
            terminal.isError(503, "unavailable");
        }
    }

    // 8.1 to 8.4

    @Test
    void theWorkedExampleIsAccepted() {
        Stream stream = stream();
        Session session = stream.appendSession().raw(bytes(0, 0, 7, 0, 0x0a, 4, 0x1a, 2, 0x68, 0x69));
        session.ack();
        assertThat(stream.texts()).containsExactly("hi");
    }

    @Test
    void anAcknowledgementHasItsThreePositionsEvenAtZero() {
        Stream stream = stream();
        Session session = stream.appendSession().send(new Input().record(0, "x"));
        assertThat(session.ack()).isEqualTo(new Ack(Position.START, new Position(1, 0), new Position(1, 0)));
    }

    @Test
    void aTerminalFrameLeavesTheHttp2ConnectionUsable() {
        Stream stream = stream();
        Connection connection = client.connect();
        Session session = stream.appendSession(connection).raw(bytes(0, 0, 0));
        session.terminal().isError(400, "bad_frame");
        if (connection instanceof Http2 http2) {
            Long reset = session.answer().resetCode();
            assertThat(reset == null || reset == 0).as("reset code %s", reset).isTrue();
            Session next = stream.appendSession(http2).send(Input.of("x"));
            assertThat(next.ack().count()).isEqualTo(1);
            assertThat(http2.goAway()).isNull();
        }
    }

    @Test
    void afterAHalfCloseTheHttp2ConnectionIsUsable() {
        Stream stream = stream();
        Connection connection = client.connect();
        Session first = stream.appendSession(connection).send(Input.of("x")).halfClose();
        first.ack();
        first.assertEnd();
        if (connection instanceof Http2 http2) {
            http2.call(stream.request("GET", "/records/tail")).is(200);
            assertThat(first.answer().resetCode()).isNull();
        }
    }

    @Test
    void violationsOfABatchAreTerminal() {
        Stream stream = stream();
        List<Input> bad = List.of(
                Input.of("x").fencing("x".repeat(37)),
                new Input().record(new Proto().message(2, Input.header("", "nope"))),
                new Input()
                        .record(new Proto().message(2, Input.header("a", "b")).message(2, Input.header("", "b"))),
                new Input().command("trim", new byte[7]),
                Input.numbered(0, 1001));
        for (Input input : bad) {
            stream.appendSession().send(input).terminal().isError(422, "invalid");
        }
        stream.appendSession()
                .send(Input.of("x").fencing("other"))
                .terminal()
                .isJson(412, "{\"fencing_token_mismatch\":\"\"}");
        stream.appendSession()
                .send(new Frame(0, bytes(0x0a, 0x05, 0x01)))
                .terminal()
                .isError(400, "bad_frame");
        stream.assertTail(0);
    }

    @Test
    void aBodyOfKnownLengthIsASessionLikeAnyOther() {
        Stream stream = stream();
        byte[] frame = Frame.of(Input.of("x")).toBytes();
        Request request = stream.request("POST", "/records", Stream.S2S).body(frame);
        Session session = new Session(client.connect().send(request));
        assertThat(session.answer().status()).isEqualTo(200);
        assertThat(session.ack().count()).isEqualTo(1);
        session.assertEnd();
    }

    @Test
    void theLargestFrameIsAccepted() {
        byte[] largest = Proto.padded(Input.of("x".repeat(1_048_568)).toBytes(), Frame.MAX_LENGTH - 1);
        Session session = stream().appendSession().send(new Frame(0, largest));
        assertThat(session.ack().count()).isEqualTo(1);
        session.halfClose().assertEnd();
    }

    @Test
    void anIdleSessionStaysOpenAndSilent() {
        Session session = stream().appendSession();
        assertThat(session.answer().silentFor(millis(3_000))).isTrue();
        session.send(Input.of("x"));
        session.ack();
    }
}
