package io.runnel.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Contract 13.6: neighbours and rivals. */
@Execution(ExecutionMode.CONCURRENT)
class IsolationIT extends OverBoth {

    @Test
    void caseP24_neighboursAreLeftAlone() {
        Basin basin = client.basin();
        Basin longer = new Basin(client, basin.name() + "b");
        client.put(longer.path(), "{}").is(201);
        Map<String, Stream> streams = new HashMap<>();
        for (String name : List.of("b", "bs", "b/s", "b-s", "B")) {
            streams.put(name, basin.stream(name));
        }
        Stream other = longer.stream("s");
        Stream same = basin.stream("s");
        List<Stream> all = new ArrayList<>(streams.values());
        all.add(other);
        all.add(same);
        for (Stream stream : all) {
            stream.append(Input.fence(stream.basin().name().length() + stream.name())
                            .record("x")
                            .record("y"))
                    .is(200);
        }
        streams.get("b").append(Input.trim(2)).is(200);
        streams.get("bs").delete().isEmpty(202);
        longer.delete().isEmpty(202);
        streams.get("b").awaitRecords(2L, 3L);
        streams.get("bs").awaitGone();
        Eventually.within(Duration.ofSeconds(90), () -> longer.config().isError(404, "basin_not_found"));
        for (Stream stream : List.of(streams.get("b/s"), streams.get("b-s"), streams.get("B"), same)) {
            assertThat(stream.items().stream().map(Item::seqNum)).isEqualTo(List.of(0L, 1L, 2L));
            stream.append(Input.of("z").fencing(stream.basin().name().length() + stream.name()))
                    .is(200);
        }
        streams.get("b")
                .append(Input.of("z").fencing(basin.name().length() + "b"))
                .is(200);
    }

    @Test
    void caseP26_ofRacingCreationsWithOneTokenOneCreates() {
        Basin basin = client.basin();
        for (int round = 0; round < 5; round++) {
            String body = "{\"stream\":\"s" + round + "\"}";
            List<CompletableFuture<Response>> posts = IntStream.range(0, 6)
                    .mapToObj(i -> Background.call(() -> basin.post(body, "s2-request-token: t")))
                    .toList();
            int created = 0;
            for (CompletableFuture<Response> post : posts) {
                Response response = post.join();
                if (response.status() == 409) {
                    response.isError(409, "transaction_conflict");
                } else {
                    response.is(201);
                    assertThat(response.header("s2-provision-result")).isIn("created", "noop");
                    created += "created".equals(response.header("s2-provision-result")) ? 1 : 0;
                }
            }
            assertThat(created).isEqualTo(1);
        }
    }

    @Test
    void caseP27_nobodyGetsAStreamBackOnceItIsBeingDeleted() {
        for (int round = 0; round < 3; round++) {
            Stream stream = stream().fill(3);
            AtomicBoolean over = new AtomicBoolean();
            List<CompletableFuture<Void>> users = IntStream.range(0, 3)
                    .mapToObj(user -> Background.run(() -> use(stream, user, over)))
                    .toList();
            Eventually.pause(millis(200));
            stream.delete().isEmpty(202);
            stream.awaitGone();
            Eventually.pause(millis(200));
            over.set(true);
            users.forEach(CompletableFuture::join);
            stream.config().isError(404, "stream_not_found");
        }
    }

    /** Appends, checks the tail or reads without pause; sees success, then 409, then 404 and no way back. */
    private static void use(Stream stream, int kind, AtomicBoolean over) {
        List<Integer> order = List.of(200, 409, 404);
        Http2 http2 =
                stream.client().protocol() == Protocol.HTTP_2 ? stream.client().http2() : null;
        int stage = 0;
        int unavailable = 0;
        while (!over.get()) {
            if (http2 != null && !http2.isOpen()) {
                http2 = stream.client().http2();
            }
            Request request = switch (kind) {
                case 0 -> stream.appending("{\"records\":[{}]}");
                case 1 -> stream.request("GET", "/records/tail");
                default -> stream.reading("seq_num=0&count=1");
            };
            Response response = http2 == null ? stream.client().call(request) : http2.call(request);
            int status = response.status();
            if (status == 503) {
                response.isError(503, "unavailable");
                unavailable++;
                continue;
            }
            int seen = order.indexOf(status == 416 ? 200 : status);
            assertThat(seen).as("%s after stage %s", response, stage).isGreaterThanOrEqualTo(stage);
            stage = seen;
        }
        assertThat(stage).isEqualTo(2);
        assertThat(unavailable).isLessThanOrEqualTo(1);
    }

    @Test
    void appendsOfManyClientsAreDenseAndEachBatchStaysTogether() {
        Stream stream = stream();
        List<CompletableFuture<List<Ack>>> writers = IntStream.range(0, 6)
                .mapToObj(writer -> Background.call(() -> IntStream.range(0, 25)
                        .mapToObj(i -> stream.add(writer + "." + i, writer + "." + i, writer + "." + i))
                        .toList()))
                .toList();
        int acked = 0;
        for (CompletableFuture<List<Ack>> writer : writers) {
            for (Ack ack : writer.join()) {
                assertThat(ack.count()).isEqualTo(3);
                acked += 3;
            }
        }
        List<Item> items = stream.items();
        assertThat(items.stream().map(Item::seqNum)).isEqualTo(Batch.range(0, acked));
        for (int i = 0; i < items.size(); i += 3) {
            assertThat(items.get(i + 2).text()).isEqualTo(items.get(i).text());
            assertThat(items.get(i + 1).text()).isEqualTo(items.get(i).text());
        }
        assertThat(items.stream().map(Item::timestamp)).isSorted();
    }

    @Test
    void ofRacingAppendsThatMatchTheSameNumberOneWins() {
        Stream stream = stream();
        for (int round = 0; round < 10; round++) {
            long expected = round;
            List<CompletableFuture<Response>> racers = IntStream.range(0, 4)
                    .mapToObj(i ->
                            Background.call(() -> stream.append(Input.of("x").match(expected))))
                    .toList();
            List<Integer> statuses =
                    racers.stream().map(racer -> racer.join().status()).sorted().toList();
            assertThat(statuses).isEqualTo(List.of(200, 412, 412, 412));
        }
        stream.assertTail(10);
    }

    @Test
    void whatWasAcknowledgedIsSeenByEveryLaterRead() {
        Stream stream = stream();
        Session follower = stream.readSession("");
        follower.heartbeat();
        for (int i = 0; i < 50; i++) {
            Ack ack = stream.add(Integer.toString(i));
            assertThat(stream.tail()).isEqualTo(ack.end());
            assertThat(stream.batch("seq_num=" + i).texts()).containsExactly(Integer.toString(i));
        }
        assertThat(follower.records(50).stream().map(Item::seqNum)).isEqualTo(Batch.range(0, 50));
    }
}
