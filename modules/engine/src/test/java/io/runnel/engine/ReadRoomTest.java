package io.runnel.engine;

import static io.runnel.engine.NodeClient.value;
import static io.runnel.engine.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.model.AppendInput;
import io.runnel.model.RecordSlice;
import io.runnel.model.StreamName;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Read sessions on a node that has room for one range of them all. */
class ReadRoomTest {
    private static final int RECORDS = 40;

    private static TestNode node;
    private static NodeClient client;

    @BeforeAll
    static void start() {
        node = new TestNode("""
                runnel.streams {
                  read-range = 30000
                  read-ahead = 60000
                  read-inflight-bytes = 30000
                }""");
        client = new NodeClient(node);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void manySessionsAreServedInTurn() {
        StreamName stream = filled("turns");
        List<SinkQueueWithCancel<ReadOutput>> sessions = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            sessions.add(open(stream));
        }
        for (SinkQueueWithCancel<ReadOutput> session : sessions) {
            readAll(session, 0);
        }
    }

    @Test
    void aClientThatTakesNothingStarvesNobodyAndMissesNothing() {
        SinkQueueWithCancel<ReadOutput> idle = open(filled("idle"));
        long next = end(await(idle.pull()).orElseThrow(), 0);
        readAll(open(filled("busy")), 0);
        readAll(idle, next);
    }

    @Test
    void aSessionThatIsGivenUpGivesItsRoomBack() {
        StreamName stream = filled("given-up");
        for (int i = 0; i < 20; i++) {
            SinkQueueWithCancel<ReadOutput> session = open(stream);
            if (i % 2 == 0) {
                end(await(session.pull()).orElseThrow(), 0);
            }
            session.cancel();
        }
        readAll(open(stream), 0);
    }

    private static StreamName filled(String name) {
        StreamName stream = client.created(name);
        for (int i = 0; i < RECORDS; i++) {
            value(client.append(stream, new AppendInput(Records.large(7000), null, null)));
        }
        return stream;
    }

    private static SinkQueueWithCancel<ReadOutput> open(StreamName stream) {
        return client.readSession(stream, NodeClient.follow()).runWith(Sink.queue(1), node.system);
    }

    private static void readAll(SinkQueueWithCancel<ReadOutput> session, long from) {
        long next = from;
        while (next < RECORDS) {
            next = end(await(session.pull()).orElseThrow(), next);
        }
        session.cancel();
    }

    private static long end(ReadOutput output, long next) {
        long end = next;
        for (RecordSlice slice : ((ReadOutput.Batch) output).slices()) {
            assertThat(slice.firstSeqNum()).isEqualTo(end);
            end = slice.nextSeqNum();
        }
        return end;
    }
}
