package io.runnel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.engine.StreamLink.Acknowledged;
import io.runnel.model.AppendAck;
import io.runnel.model.AppendInput;
import io.runnel.model.BasinName;
import io.runnel.model.EntityIds;
import io.runnel.model.Outcome;
import io.runnel.model.Position;
import io.runnel.model.ReadRequest;
import io.runnel.model.ReadStart;
import io.runnel.model.StreamConfig;
import io.runnel.model.StreamError;
import io.runnel.model.StreamName;
import io.runnel.model.StreamOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.testkit.javadsl.TestKit;

/** One stream's actor between a basin, a journal and clients that are all the test's. */
final class StreamRig {
    static final BasinName BASIN = new BasinName("streamrig");
    static final Instant NOW = Instant.ofEpochMilli(1_000_000);

    final ActorSystem system;
    final TestStorage storage;
    final FakeBasin basin;
    final LocalStreams local = new LocalStreams(2, Duration.ofMillis(200), Duration.ofSeconds(10), System::nanoTime);
    final TestKit shard;
    final StreamName stream = new StreamName(UUID.randomUUID().toString());
    final String id = EntityIds.stream(BASIN, stream);
    final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final StreamSettings settings;
    ActorRef actor;

    StreamRig(ActorSystem system) {
        this.system = system;
        storage = TestStorage.of(system);
        storage.releaseAll();
        storage.clock(clock::millis);
        basin = new FakeBasin(system);
        shard = new TestKit(system);
        settings = StreamSettings.from(system.settings().config());
        actor = start();
    }

    ActorRef start() {
        TestRecords records = new TestRecords(system);
        StreamActor.World world =
                new StreamActor.World(basin.ref, records, new Answers(records), local, clock, settings);
        actor = shard.childActorOf(StreamActor.props(world), URLEncoder.encode(id, StandardCharsets.UTF_8));
        return actor;
    }

    void restart() {
        stop();
        start();
    }

    void stop() {
        TestKit watcher = new TestKit(system);
        watcher.watch(actor);
        actor.tell(StreamActor.Signal.STOP, ActorRef.noSender());
        watcher.expectTerminated(actor);
    }

    Reply.Local<AppendAck> append(String... bodies) {
        return append(Records.input(bodies));
    }

    Reply.Local<AppendAck> append(AppendInput input) {
        Reply.Local<AppendAck> reply = new Reply.Local<>();
        tell(new StreamCall.Append(BASIN, stream, StreamOptions.NONE, input, reply));
        return reply;
    }

    Reply.Local<Position> checkTail() {
        Reply.Local<Position> reply = new Reply.Local<>();
        tell(new StreamCall.CheckTail(BASIN, stream, reply));
        return reply;
    }

    Reply.Local<ReadOutput.Batch> read(long from, long waitSecs) {
        return read(new ReadRequest(new ReadStart.SeqNum(from), false, 1000L, 1L << 20, null, waitSecs));
    }

    Reply.Local<ReadOutput.Batch> read(ReadRequest request) {
        Reply.Local<ReadOutput.Batch> reply = new Reply.Local<>();
        tell(new StreamCall.ReadOnce(BASIN, stream, StreamOptions.NONE, request, reply));
        return reply;
    }

    List<String> records() {
        return Records.of(done(read(0, 1)).slices());
    }

    /** Whatever was told before has been seen by the actor, and what it wrote by the journal. */
    Position settled() {
        return done(checkTail());
    }

    TestKit session(int generation) {
        TestKit client = new TestKit(system);
        actor.tell(new AppendLink.Join(generation), client.getRef());
        return client;
    }

    void send(TestKit session, long index, AppendInput input) {
        actor.tell(new AppendLink.Batch(index, input), session.getRef());
    }

    /** Expects so many acknowledgements, in however many messages. @return the last number of each, plus one */
    static List<Long> acks(TestKit session, int count) {
        List<Long> ends = new ArrayList<>();
        while (ends.size() < count) {
            session.expectMsgClass(AppendLink.Acked.class)
                    .acks()
                    .forEach(ack -> ends.add(ack.end().seqNum()));
        }
        assertThat(ends).hasSize(count);
        return ends;
    }

    TestKit follower(int generation, long from, int credit) {
        TestKit reader = new TestKit(system);
        ask(reader, generation, from, credit);
        return reader;
    }

    void ask(TestKit reader, int generation, long from, int credit) {
        actor.tell(new ReadLink.Read(generation, from, -1, 1 << 20, credit), reader.getRef());
    }

    TestKit delete(int generation) {
        TestKit teller = new TestKit(system);
        org.apache.pekko.actor.typed.ActorRef<Acknowledged> replyTo = Adapter.toTyped(teller.getRef());
        tell(new StreamLink.Delete(BASIN, stream, generation, 1000, replyTo));
        return teller;
    }

    TestKit configure(int generation, StreamConfig config, int version) {
        TestKit teller = new TestKit(system);
        org.apache.pekko.actor.typed.ActorRef<Acknowledged> replyTo = Adapter.toTyped(teller.getRef());
        tell(new StreamLink.ApplyConfig(BASIN, stream, generation, config, version, replyTo));
        return teller;
    }

    TestKit checkEmpty(int generation) {
        TestKit teller = new TestKit(system);
        org.apache.pekko.actor.typed.ActorRef<StreamLink.Emptiness> replyTo = Adapter.toTyped(teller.getRef());
        tell(new StreamLink.CheckEmpty(BASIN, stream, generation, replyTo));
        return teller;
    }

    void tell(StreamActor.Command message) {
        actor.tell(message, ActorRef.noSender());
    }

    static <T> T done(Reply.Local<T> reply) {
        Outcome<T> outcome = TestNode.await(reply);
        assertThat(outcome.errorOrNull()).isNull();
        return Objects.requireNonNull(outcome.valueOrNull());
    }

    static StreamError refused(Reply.Local<?> reply) {
        return Objects.requireNonNull(TestNode.await(reply).errorOrNull());
    }
}
