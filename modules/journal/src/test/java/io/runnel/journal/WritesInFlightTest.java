package io.runnel.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.runnel.model.StoredBatch;
import io.runnel.model.StreamEvent;
import io.runnel.model.StreamRow;
import io.runnel.objectstore.MemoryObjectStore;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.DeleteMessagesSuccess;
import org.apache.pekko.persistence.JournalProtocol;
import org.apache.pekko.persistence.NonPersistentRepr;
import org.apache.pekko.persistence.Persistence;
import org.apache.pekko.persistence.PersistentEnvelope;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.SnapshotProtocol;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

/** What {@code docs/adr/0003} decides, in the words that Pekko's actors and their journal speak with each other. */
class WritesInFlightTest {
    private static final String ID = "basin|acme";
    private static final String STREAM = "stream|acme|orders";
    private static final int INSTANCE = 1;

    private final FakeLog log = new FakeLog();
    private final ActorSystem system = TestSystems.start(
            TestSystems.config().withFallback(ConfigFactory.load()), new LogSetup(new MemoryObjectStore(), log));
    private final TestKit actor = new TestKit(system);
    private final ActorRef journal = Persistence.get(system).journalFor("runnel.journal", ConfigFactory.empty());

    @AfterEach
    void stop() {
        TestKit.shutdownActorSystem(system);
    }

    @Test
    void acceptsTheNextWriteBeforeTheOneBeforeIsDurable() {
        log.hold();
        for (int sequenceNr = 1; sequenceNr <= 5; sequenceNr++) {
            write(INSTANCE, event(sequenceNr));
            expectAccepted();
        }
        awaitInFlight(5);
        actor.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void confirmsInTheOrderOfTheRequests() {
        log.hold();
        write(INSTANCE, event(1));
        write(INSTANCE, event(2), event(3));
        expectAccepted();
        expectAccepted();
        awaitInFlight(3);
        log.release(1);
        expectConfirmed(1);
        actor.expectNoMessage(Duration.ofMillis(50));
        log.release(2);
        expectConfirmed(2);
        expectConfirmed(3);
    }

    @Test
    void confirmsNothingAfterAFailureWhateverTheLogSaysLater() {
        log.hold();
        write(INSTANCE, event(1));
        write(INSTANCE, event(2));
        expectAccepted();
        expectAccepted();
        awaitInFlight(2);
        log.release(1);
        log.fail(new IllegalStateException("the disk has gone"));
        log.recover();
        expectConfirmed(1);
        expectFailed(2);
        write(INSTANCE, event(3));
        assertThat(actor.expectMsgClass(JournalProtocol.WriteMessagesFailed.class)
                        .cause())
                .hasMessage("the disk has gone");
        expectFailed(3);
        assertThat(log.durable(ID)).hasSize(1);
    }

    @Test
    void takesUpAgainWithTheNextIncarnation() {
        log.hold();
        write(INSTANCE, event(1));
        expectAccepted();
        awaitInFlight(1);
        log.fail(new IllegalStateException("the disk has gone"));
        log.recover();
        expectFailed(1);
        write(INSTANCE + 1, event(1));
        expectAccepted();
        expectConfirmed(1);
    }

    @Test
    void answersWhatWasDeferredInItsPlace() {
        log.hold();
        write(INSTANCE, event(1), new NonPersistentRepr("deferred", ActorRef.noSender()), event(2));
        expectAccepted();
        awaitInFlight(2);
        log.release(2);
        expectConfirmed(1);
        assertThat(actor.expectMsgClass(JournalProtocol.LoopMessageSuccess.class)
                        .message())
                .isEqualTo("deferred");
        expectConfirmed(2);
    }

    @Test
    void tellsTheHighestSequenceNumberWhenNothingIsInFlight() {
        log.hold();
        write(INSTANCE, event(1));
        expectAccepted();
        journal.tell(new JournalProtocol.ReplayMessages(1, 0, 0, ID, actor.getRef()), actor.getRef());
        actor.expectNoMessage(Duration.ofMillis(50));
        awaitInFlight(1);
        log.release(1);
        expectConfirmed(1);
        assertThat(actor.expectMsgClass(JournalProtocol.RecoverySuccess.class).highestSequenceNr())
                .isEqualTo(1);
    }

    @Test
    void offersAStreamItsRowWhenNothingIsInFlight() {
        log.hold();
        write(INSTANCE, streamEvent(1));
        expectAccepted();
        ActorRef snapshots = Persistence.get(system).snapshotStoreFor("runnel.snapshot-store", ConfigFactory.empty());
        snapshots.tell(
                new SnapshotProtocol.LoadSnapshot(STREAM, SnapshotSelectionCriteria.latest(), Long.MAX_VALUE),
                actor.getRef());
        actor.expectNoMessage(Duration.ofMillis(50));
        awaitInFlight(1);
        log.release(1);
        expectConfirmed(1);
        var offered = actor.expectMsgClass(SnapshotProtocol.LoadSnapshotResult.class)
                .snapshot()
                .get();
        assertThat(offered.metadata().sequenceNr()).isEqualTo(1);
        assertThat(offered.snapshot()).usingRecursiveComparison().isEqualTo(new StreamRow(3, 12, 20, 4, new byte[] {7
        }));
    }

    @Test
    void replaysNothingThatWasDeleted() {
        for (int sequenceNr = 1; sequenceNr <= 3; sequenceNr++) {
            write(INSTANCE, event(sequenceNr));
            expectAccepted();
            expectConfirmed(sequenceNr);
        }
        journal.tell(new JournalProtocol.DeleteMessagesTo(ID, 2, actor.getRef()), actor.getRef());
        actor.expectMsgClass(DeleteMessagesSuccess.class);
        journal.tell(
                new JournalProtocol.ReplayMessages(1, Long.MAX_VALUE, Long.MAX_VALUE, ID, actor.getRef()),
                actor.getRef());
        assertThat(actor.expectMsgClass(JournalProtocol.ReplayedMessage.class)
                        .persistent()
                        .sequenceNr())
                .isEqualTo(3);
        assertThat(actor.expectMsgClass(JournalProtocol.RecoverySuccess.class).highestSequenceNr())
                .isEqualTo(3);
    }

    @Test
    void acceptsNothingBeforeItsShardIsClaimed() {
        log.holdClaims();
        write(INSTANCE, event(1));
        actor.expectNoMessage(Duration.ofMillis(50));
        log.releaseClaims();
        expectAccepted();
        expectConfirmed(1);
    }

    @Test
    void failsWhatWaitedForAClaimThatFailsAndClaimsAgainForTheNextIncarnation() {
        log.holdClaims();
        write(INSTANCE, event(1));
        await(log::asked);
        log.failClaims(new IllegalStateException("the store has gone"));
        assertThat(actor.expectMsgClass(JournalProtocol.WriteMessagesFailed.class)
                        .cause())
                .hasMessage("the store has gone");
        expectFailed(1);
        write(INSTANCE + 1, event(1));
        expectAccepted();
        expectConfirmed(1);
    }

    /** A request is answered a moment before its events are given to the log. */
    private void awaitInFlight(int events) {
        await(() -> log.inFlight() == events);
    }

    private void await(BooleanSupplier condition) {
        actor.awaitAssert(() -> {
            assertThat(condition.getAsBoolean()).isTrue();
            return condition;
        });
    }

    private void write(int instance, PersistentEnvelope... envelopes) {
        journal.tell(
                new JournalProtocol.WriteMessages(
                        CollectionConverters.asScala(List.of(envelopes)).toSeq(), actor.getRef(), instance),
                actor.getRef());
    }

    private void expectAccepted() {
        actor.expectMsg(JournalProtocol.WriteMessagesSuccessful$.MODULE$);
    }

    private void expectConfirmed(long sequenceNr) {
        assertThat(actor.expectMsgClass(JournalProtocol.WriteMessageSuccess.class)
                        .persistent()
                        .sequenceNr())
                .isEqualTo(sequenceNr);
    }

    private void expectFailed(long sequenceNr) {
        assertThat(actor.expectMsgClass(JournalProtocol.WriteMessageFailure.class)
                        .message()
                        .sequenceNr())
                .isEqualTo(sequenceNr);
    }

    private AtomicWrite event(long sequenceNr) {
        return write(ID, sequenceNr, "event " + sequenceNr);
    }

    private AtomicWrite streamEvent(long sequenceNr) {
        StoredBatch batch = new StoredBatch(10, 2, 15, 20, 30, new byte[5]);
        return write(STREAM, sequenceNr, new StreamEvent(3, batch, new byte[] {7}, 4, Long.MAX_VALUE));
    }

    private AtomicWrite write(String persistenceId, long sequenceNr, Object payload) {
        return AtomicWrite.apply(
                PersistentRepr.apply(payload, sequenceNr, persistenceId, "", false, actor.getRef(), "writer"));
    }
}
