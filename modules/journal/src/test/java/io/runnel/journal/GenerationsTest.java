package io.runnel.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.runnel.log.LogEntry;
import io.runnel.model.LastOfGeneration;
import io.runnel.model.OfGeneration;
import io.runnel.objectstore.MemoryObjectStore;
import io.runnel.objectstore.ObjectStore;
import java.io.NotSerializableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.JournalProtocol;
import org.apache.pekko.persistence.Persistence;
import org.apache.pekko.persistence.PersistentEnvelope;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotProtocol;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;

/** Actors that end, are forgotten, and begin again ({@code docs/adr/0020}). */
class GenerationsTest {
    private static final String ID = "basin|acme";

    record Begun(int generation) implements OfGeneration {}

    record Saved(int generation) implements OfGeneration {}

    record Ended(int generation) implements LastOfGeneration {}

    private final FakeLog log = new FakeLog();
    private final ObjectStore store = new MemoryObjectStore();
    private final ActorSystem system = TestSystems.start(
            ConfigFactory.parseString("""
                    pekko.actor.serializers.numbers = "io.runnel.journal.GenerationsTest$Numbers"
                    pekko.actor.serialization-bindings { "io.runnel.model.OfGeneration" = numbers }
                    """).withFallback(TestSystems.config()).withFallback(ConfigFactory.load()),
            new LogSetup(store, log));
    private final TestKit actor = new TestKit(system);
    private final ActorRef journal = Persistence.get(system).journalFor("runnel.journal", ConfigFactory.empty());
    private final ActorRef snapshots =
            Persistence.get(system).snapshotStoreFor("runnel.snapshot-store", ConfigFactory.empty());
    private int incarnation = 1;

    @AfterEach
    void stop() {
        TestKit.shutdownActorSystem(system);
    }

    @Test
    void aGenerationBeginsWithItsEventAndHidesWhatWasBefore() {
        written(1, "before");
        written(2, new Begun(3));
        written(3, "after");
        assertThat(entries()).extracting(LogEntry::generation).containsExactly(0, 3, 3);
        assertThat(entries()).extracting(LogEntry::floor).containsOnly(0L);
        assertThat(replayed()).containsExactly("2: Begun[generation=3]", "3: after");
    }

    @Test
    void theLastEventLeavesARowThatTheLogForgets() {
        written(1, new Begun(3));
        written(2, new Ended(3));
        LogEntry last = entries().get(1);
        assertThat(last.state()).as("no bytes").isEmpty();
        assertThat(last.firstSeq()).as("no positions").isEqualTo(last.nextSeq());
        assertThat(last.floor()).isEqualTo(last.nextSeq());
        assertThat(last.payload()).isEmpty();
        assertThat(replayed()).isEmpty();
        written(3, new Begun(4));
        assertThat(replayed()).containsExactly("3: Begun[generation=4]");
    }

    @Test
    void noGenerationIsUsedTwice() {
        written(1, new Begun(3));
        refused(2, new Begun(3));
        refused(2, new Begun(2));
        written(2, new Begun(4));
    }

    @Test
    void onlyTheGenerationThatIsMeantEnds() {
        written(1, new Begun(3));
        refused(2, new Ended(2));
        refused(2, new Ended(4));
        written(2, new Ended(3));
    }

    @Test
    void beginningsAndEndsStandAlone() {
        refused(1, new Begun(1), "together");
        written(1, new Begun(1));
        refused(2, new Ended(1), "together");
    }

    @Test
    void aSnapshotIsOfferedToItsGenerationOnly() {
        written(1, new Begun(3));
        save(50, new Saved(3));
        assertThat(offered()).contains(50L);
        written(2, new Begun(4));
        assertThat(offered()).as("it tells of another").isEmpty();
        save(2, new Saved(4));
        assertThat(offered()).contains(2L);
        save(60, new Saved(3));
        assertThat(offered()).as("by a node that did not know yet").contains(2L);
    }

    @Test
    void noSnapshotOutlivesTheEnd() {
        written(1, new Begun(3));
        save(1, new Saved(3));
        written(2, new Begun(4));
        save(2, new Saved(4));
        written(3, new Ended(4));
        awaitSnapshots(0);
        save(2, new Saved(4));
        assertThat(offered()).as("saved too late").isEmpty();
        awaitSnapshots(0);
    }

    @Test
    void whoseEndHasFailedHasItsSnapshots() {
        written(1, new Begun(3));
        save(1, new Saved(3));
        refused(2, new Ended(2));
        assertThat(offered()).contains(1L);
    }

    @Test
    void nobodyIsOfferedASnapshotOfWhomTheLogKnowsNothing() {
        save(7, new Saved(4));
        assertThat(offered()).isEmpty();
        assertThat(store.list("snapshots/", "", 10).toCompletableFuture().join())
                .as("it may be another node's, of an actor that has begun there")
                .hasSize(1);
    }

    @Test
    void ofSnapshotsTheLatestTwoAreKeptAndTheEventsSinceTheEarlier() {
        written(1, new Begun(3));
        for (int sequenceNr = 2; sequenceNr <= 6; sequenceNr++) {
            written(sequenceNr, "event");
        }
        save(2, new Saved(3));
        save(4, new Saved(3));
        awaitSnapshots(2);
        save(5, new Saved(3));
        awaitSnapshots(2);
        actor.awaitAssert(() -> {
            assertThat(replayed()).containsExactly("5: event", "6: event");
            return true;
        });
        assertThat(offered()).contains(5L);
    }

    @Test
    void snapshotsOfAnEarlierGenerationGoAndItsEndLeavesTheNextAlone() {
        written(1, new Begun(3));
        save(1, new Saved(3));
        written(2, new Begun(4));
        save(2, new Saved(4));
        awaitSnapshots(1);
        journal.tell(new RunnelJournal.Superseded(ID, 3, 2), ActorRef.noSender());
        assertThat(replayed()).containsExactly("2: Begun[generation=4]");
    }

    @Test
    void nobodyBeginsWithoutTheEventsThatASnapshotStoodFor() {
        written(1, new Begun(3));
        written(2, "event");
        save(1, new Saved(3));
        save(2, new Saved(3));
        actor.awaitAssert(() -> {
            assertThat(replayed()).containsExactly("2: event");
            return true;
        });
        store.delete(store.list("snapshots/", "", 10).toCompletableFuture().join())
                .toCompletableFuture()
                .join();
        load();
        assertThat(actor.expectMsgClass(SnapshotProtocol.LoadSnapshotFailed.class)
                        .cause())
                .hasMessageContaining("up to 1 have been deleted");
    }

    private void awaitSnapshots(int number) {
        actor.awaitAssert(() -> {
            assertThat(store.list("snapshots/", "", 10).toCompletableFuture().join())
                    .hasSize(number);
            return number;
        });
    }

    private List<LogEntry> entries() {
        return log.durable(ID);
    }

    private void written(long sequenceNr, Object event) {
        write(sequenceNr, event);
        actor.expectMsg(JournalProtocol.WriteMessagesSuccessful$.MODULE$);
        assertThat(actor.expectMsgClass(JournalProtocol.WriteMessageSuccess.class)
                        .persistent()
                        .sequenceNr())
                .isEqualTo(sequenceNr);
    }

    private void refused(long sequenceNr, Object... events) {
        write(sequenceNr, events);
        actor.expectMsg(JournalProtocol.WriteMessagesSuccessful$.MODULE$);
        for (int i = 0; i < events.length; i++) {
            actor.expectMsgClass(JournalProtocol.WriteMessageFailure.class);
        }
        incarnation++; // as a supervisor would see to
    }

    private void write(long sequenceNr, Object... events) {
        List<PersistentRepr> reprs = new ArrayList<>();
        for (Object event : events) {
            reprs.add(PersistentRepr.apply(event, sequenceNr + reprs.size(), ID, "", false, actor.getRef(), "writer"));
        }
        PersistentEnvelope write =
                AtomicWrite.apply(CollectionConverters.asScala(reprs).toSeq());
        journal.tell(
                new JournalProtocol.WriteMessages(
                        CollectionConverters.asScala(List.of(write)).toSeq(), actor.getRef(), incarnation),
                actor.getRef());
    }

    private List<String> replayed() {
        journal.tell(
                new JournalProtocol.ReplayMessages(1, Long.MAX_VALUE, Long.MAX_VALUE, ID, actor.getRef()),
                actor.getRef());
        List<String> events = new ArrayList<>();
        while (true) {
            Object message = actor.expectMsgAnyClassOf(
                    JournalProtocol.ReplayedMessage.class, JournalProtocol.RecoverySuccess.class);
            if (!(message instanceof JournalProtocol.ReplayedMessage replayed)) {
                return events;
            }
            PersistentRepr repr = replayed.persistent();
            events.add(repr.sequenceNr() + ": " + repr.payload());
        }
    }

    private void save(long sequenceNr, Object snapshot) {
        SnapshotMetadata metadata = new SnapshotMetadata(ID, sequenceNr, 1);
        snapshots.tell(new SnapshotProtocol.SaveSnapshot(metadata, snapshot), actor.getRef());
        actor.expectMsgClass(org.apache.pekko.persistence.SaveSnapshotSuccess.class);
    }

    private void load() {
        snapshots.tell(
                new SnapshotProtocol.LoadSnapshot(ID, SnapshotSelectionCriteria.latest(), Long.MAX_VALUE),
                actor.getRef());
    }

    private Optional<Long> offered() {
        load();
        Optional<SelectedSnapshot> found = OptionConverters.toJava(
                actor.expectMsgClass(SnapshotProtocol.LoadSnapshotResult.class).snapshot());
        return found.map(snapshot -> snapshot.metadata().sequenceNr());
    }

    /** Writes {@link Begun} and {@link Saved}; called by Pekko. */
    public static final class Numbers extends SerializerWithStringManifest {
        public Numbers(ExtendedActorSystem system) {}

        @Override
        public int identifier() {
            return 82_999;
        }

        @Override
        public String manifest(Object value) {
            return value instanceof Begun ? "begun" : "saved";
        }

        @Override
        public byte[] toBinary(Object value) {
            return new byte[] {(byte) ((OfGeneration) value).generation()};
        }

        @Override
        public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
            return manifest.equals("begun") ? new Begun(bytes[0]) : new Saved(bytes[0]);
        }
    }
}
