package io.runnel.engine;

import static io.runnel.engine.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.model.ErrorCode;
import io.runnel.model.Outcome;
import io.runnel.model.StreamError;
import io.runnel.model.StreamName;
import io.runnel.model.StreamOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Contract 9.2 and P27: nobody who has seen a stream being deleted sees it alive again. */
class DeletionUnderLoadTest {
    private static TestNode node;
    private static NodeClient client;
    private static ExecutorService threads;

    @BeforeAll
    static void start() {
        node = new TestNode("runnel.streams.removal-delay = 50ms");
        client = new NodeClient(node);
        threads = Executors.newFixedThreadPool(3);
    }

    @AfterAll
    static void stop() {
        threads.shutdownNow();
        node.close();
    }

    private enum Seen {
        ALIVE,
        DELETING,
        GONE
    }

    @RepeatedTest(20)
    void whoUsesAStreamSeesItDieOnce(RepetitionInfo repetition) throws Exception {
        StreamName stream = client.created("load-" + repetition.getCurrentRepetition());
        CountDownLatch alive = new CountDownLatch(3);
        List<Future<List<Seen>>> clients = new ArrayList<>();
        clients.add(threads.submit(() -> watch(alive, () -> client.append(stream, "a"))));
        clients.add(threads.submit(() -> watch(alive, () -> client.read(stream, NodeClient.once()))));
        clients.add(threads.submit(() -> watch(alive, () -> client.streams.checkTail(client.basin, stream))));
        alive.await();
        assertThat(await(client.streams.deleteStream(client.basin, stream)).errorOrNull())
                .isNull();
        for (Future<List<Seen>> seen : clients) {
            // Whoever is slow may miss the deletion, but nobody sees the stream come back.
            assertThat(seen.get()).startsWith(Seen.ALIVE).endsWith(Seen.GONE);
            assertThat(List.of(Seen.values())).containsSubsequence(seen.get());
        }
        NodeClient.value(client.streams.createStream(client.basin, stream, StreamOptions.NONE, null));
        assertThat(NodeClient.value(client.append(stream, "new")).start().seqNum())
                .isZero();
    }

    /** Asks without pause until the stream is gone. @return what was seen, without repetitions */
    private static List<Seen> watch(
            CountDownLatch alive, Supplier<? extends CompletionStage<? extends Outcome<?>>> question) {
        List<Seen> seen = new ArrayList<>();
        while (seen.isEmpty() || seen.get(seen.size() - 1) != Seen.GONE) {
            Seen now = seen(await(question.get()).errorOrNull());
            if (seen.isEmpty() || seen.get(seen.size() - 1) != now) {
                seen.add(now);
                alive.countDown();
            }
        }
        return seen;
    }

    private static Seen seen(StreamError error) {
        if (error instanceof StreamError.Coded coded) {
            assertThat(coded.code()).isIn(ErrorCode.STREAM_DELETION_PENDING, ErrorCode.STREAM_NOT_FOUND);
            return coded.code() == ErrorCode.STREAM_NOT_FOUND ? Seen.GONE : Seen.DELETING;
        }
        return Seen.ALIVE;
    }
}
