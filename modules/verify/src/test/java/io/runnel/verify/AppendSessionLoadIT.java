package io.runnel.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Contract 13.4, the rows with many or large batches. */
class AppendSessionLoadIT extends OverBoth {

    @Test
    void case104b_expansionIsBounded() {
        Stream stream = stream();
        for (int flag : new int[] {Frame.GZIP, Frame.ZSTD}) {
            Session session = stream.appendSession()
                    .send(new Frame(flag, compressed(flag, expanding(2_097_151))))
                    .send(new Frame(flag, compressed(flag, expanding(2_097_152))));
            assertThat(session.ack().count()).isEqualTo(1);
            session.terminal().isError(400, "bad_frame");
            byte[] bomb = flag == Frame.GZIP ? Bombs.GZIP : Bombs.ZSTD;
            Session bombed = stream.appendSession();
            assertThat(timed(() -> bombed.send(new Frame(flag, bomb)).terminal().isError(400, "bad_frame")))
                    .isLessThan(millis(3_000));
        }
        stream.assertTail(2);
        client.assertAlive();
    }

    /** A gibibyte of zeros each, compressed once. */
    private static final class Bombs {
        static final byte[] GZIP = Codings.gzipOfZeros(1L << 30);
        static final byte[] ZSTD = Codings.zstdOfZeros(1L << 30);
    }

    private static byte[] compressed(int flag, byte[] message) {
        return flag == Frame.GZIP ? Codings.gzip(message) : Codings.zstd(message);
    }

    /** A valid batch of so many bytes of protobuf. */
    private static byte[] expanding(int size) {
        return Proto.padded(Input.of("x").toBytes(), size);
    }

    @Test
    void case104d_aThousandBatchesMayBeOnTheirWayBeforeTheFirstAnswerIsRead() {
        Stream stream = stream();
        Session session = stream.appendSession();
        for (int i = 0; i < 1_000; i++) {
            session.send(Input.of(Integer.toString(i)));
        }
        session.halfClose();
        List<Ack> acks = session.acks(1_000);
        AppendSessionIT.assertInOrder(acks, 1);
        session.assertEnd();
        stream.assertTail(1_000);
    }

    @Test
    void case104f_aFailureInTheMiddleStopsExactlyThere() {
        Stream stream = stream();
        Session session = stream.appendSession();
        for (int i = 0; i < 1_000; i++) {
            Input input = Input.of(Integer.toString(i));
            session.send(i == 500 ? input.match(9_999) : input);
        }
        AppendSessionIT.assertInOrder(session.acks(500), 1);
        session.terminal().isJson(412, "{\"seq_num_mismatch\":500}");
        stream.assertTail(500);
    }

    @Test
    void case104g_aResetInsideAFrameLosesOnlyThatFrame() {
        Stream stream = stream();
        Session session = stream.appendSession().send(Input.of("acked"));
        session.ack();
        byte[] half = Arrays.copyOf(Frame.of(Input.of("partial")).toBytes(), 9);
        session.raw(half);
        session.exchange().reset();
        stream.add("after");
        assertThat(stream.texts()).containsExactly("acked", "after");
    }

    @Test
    void case104h_aHundredSessionsShareAStream() {
        Stream stream = stream();
        Connection shared = client.connect();
        List<Session> sessions = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            sessions.add(protocol() == Protocol.HTTP_2 ? stream.appendSession(shared) : stream.appendSession());
        }
        for (int round = 0; round < 5; round++) {
            for (Session session : sessions) {
                session.send(Input.of("a", "b"));
            }
        }
        TreeSet<Long> starts = new TreeSet<>();
        for (Session session : sessions) {
            List<Ack> acks = session.acks(5);
            AppendSessionIT.assertInOrder(acks, 2);
            acks.forEach(ack -> starts.add(ack.start().seqNum()));
            session.halfClose().assertEnd();
        }
        assertThat(starts).hasSize(500).first().isEqualTo(0L);
        assertThat(starts.last()).isEqualTo(998L);
        stream.assertTail(1_000);
    }

    @Test
    void case104j_aRecordOfCountlessTinyHeadersReachesAFollower() {
        Stream stream = stream();
        stream.fill(3);
        Session follower = stream.readSession("");
        follower.heartbeat();
        Proto record = new Proto();
        for (int i = 0; i < 262_142; i++) {
            record.message(2, Input.header("k", "v"));
        }
        stream.append(new Input().record(record)).is(200);
        // With its number and a tail it does not fit a frame: it comes without a tail, which a heartbeat then brings.
        List<Item> items = follower.records(1);
        assertThat(items.get(0).headers()).hasSize(262_142);
        stream.add("next");
        assertThat(follower.records(1).get(0).text()).isEqualTo("next");
    }

    @Test
    void burstsOfTinyFramesOverManySessionsAreTolerated() {
        Connection shared = client.connect();
        Stream stream = stream();
        int count = protocol() == Protocol.HTTP_2 ? 60 : 1;
        List<Session> sessions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sessions.add(stream.appendSession(shared));
        }
        byte[] frame = Frame.of(Input.of("")).toBytes();
        for (int round = 0; round < 20; round++) {
            for (Session session : sessions) {
                for (byte piece : frame) {
                    session.raw(new byte[] {piece});
                }
            }
        }
        for (Session session : sessions) {
            session.acks(20);
        }
        stream.assertTail(20L * count);
    }

    @Test
    void memoryIsNotHeldByASessionWhoseAnswersAreNotRead() {
        Stream stream = stream();
        Session session = stream.appendSession();
        session.exchange().pause();
        String body = "x".repeat(500_000);
        for (int i = 0; i < 20; i++) {
            session.send(Input.of(body));
        }
        session.exchange().resume();
        AppendSessionIT.assertInOrder(session.acks(20), 1);
    }
}
