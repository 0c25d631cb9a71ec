package io.runnel.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runnel.objectstore.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When a node may answer without asking the store, and what it asks. */
class ReadLeaseTest {
    private static final long SECOND = 1_000_000_000;
    private static final long KEPT = 100 * SECOND;
    private static final LogDescriptor OPEN =
            new LogDescriptor(new Id(1, 1), new Id(2, 2), 0, 4, 0, 0, 1000, 0, new Id(3, 3));

    private final Simulation simulation = new Simulation(1);
    private final Simulation.Node node = simulation.node();
    private final ScriptedStore store = new ScriptedStore();
    private final List<Throwable> fenced = new ArrayList<>();
    private final ReadLease lease = lease(SECOND);
    private @Nullable Throwable failure;

    private ReadLease lease(long nanos) {
        return new ReadLease(
                OPEN.log(), store, node, new Patience(node, 30 * SECOND), nanos, KEPT, new ReadLease.Log() {
                    @Override
                    public @Nullable Throwable failure() {
                        return failure;
                    }

                    @Override
                    public void fenced(LogFencedException how) {
                        fenced.add(how);
                    }
                });
    }

    private CompletableFuture<Void> confirm() {
        CompletableFuture<Void> confirmed = lease.confirm().toCompletableFuture();
        run();
        return confirmed;
    }

    private void run() {
        simulation.runFor(1_000_000);
    }

    @Test
    void asksTheStoreOnceForAllWhoWait() {
        CompletableFuture<Void> one = confirm();
        CompletableFuture<Void> other = confirm();
        assertThat(store.gets).hasSize(1);
        assertThat(one).isNotDone();
        store.gets.get(0).found(OPEN.encode());
        run();
        assertThat(one).isCompleted();
        assertThat(other).isCompleted();
    }

    @Test
    void doesNotAskForASecondAfterAProofWasSent() {
        lease.proven(ReadLease.Moment.now(node));
        simulation.runFor(SECOND - 10_000_000);
        assertThat(confirm()).isCompleted();
        simulation.runFor(20_000_000);
        assertThat(confirm()).isNotDone();
        assertThat(store.gets).hasSize(1);
    }

    @Test
    void countsFromWhenTheStoreWasAskedNotFromItsAnswer() {
        CompletableFuture<Void> first = confirm();
        simulation.runFor(SECOND * 9 / 10);
        store.gets.get(0).found(OPEN.encode());
        run();
        assertThat(first).isCompleted();
        assertThat(confirm()).isCompleted();
        simulation.runFor(SECOND / 5);
        assertThat(confirm()).isNotDone();
    }

    @Test
    void anAnswerThatTakesLongerThanTheLeaseServesWhoAskedBeforeIt() {
        CompletableFuture<Void> before = confirm();
        simulation.runFor(2 * SECOND);
        CompletableFuture<Void> late = confirm();
        store.gets.get(0).found(OPEN.encode());
        run();
        assertThat(before).isCompleted();
        assertThat(late).isNotDone();
        store.gets.get(1).found(OPEN.encode());
        run();
        assertThat(late).isCompleted();
    }

    @Test
    void doesNotBelieveAProofFromBeforeTheMachineSlept() {
        lease.proven(ReadLease.Moment.now(node));
        node.shiftClock(3_600_000); // which the other clock has not noticed
        assertThat(confirm()).isNotDone();
    }

    @Test
    void isCertainForHalfOfTheTimeThatEndedLogsAreKept() {
        assertThat(lease.isCertain()).isFalse();
        lease.proven(ReadLease.Moment.now(node));
        simulation.runFor(KEPT / 2 - SECOND);
        assertThat(lease.isCertain()).isTrue();
        simulation.runFor(2 * SECOND);
        assertThat(lease.isCertain()).isFalse();
    }

    @Test
    void isNotCertainAfterTheMachineSleptForLong() {
        lease.proven(ReadLease.Moment.now(node));
        node.shiftClock(51_000); // which the other clock has not noticed
        assertThat(lease.isCertain()).isFalse();
    }

    @Test
    void isCertainAgainOnceAskedAfterAClockWasSet() {
        lease.proven(ReadLease.Moment.now(node));
        node.shiftClock(51_000); // and no time passes
        lease.proven(ReadLease.Moment.now(node));
        assertThat(lease.isCertain()).isTrue();
    }

    @Test
    void aQuestionSentAfterwardsSettlesAnAskingThatAClockWasSetBackAfter() {
        CompletableFuture<Void> early = confirm();
        simulation.runFor(2 * SECOND);
        CompletableFuture<Void> late = confirm();
        node.shiftClock(-3_600_000); // by that clock, whatever is asked from now on lies long before
        store.gets.get(0).found(OPEN.encode());
        run();
        assertThat(early).isCompleted();
        assertThat(late).isNotDone();
        store.gets.get(1).found(OPEN.encode());
        run();
        assertThat(late).isCompleted();
    }

    @Test
    void takesAMissingDescriptorForTheEndOfTheLog() {
        CompletableFuture<Void> confirmed = confirm();
        store.gets.get(0).missing();
        run();
        assertThatThrownBy(confirmed::join).hasRootCauseInstanceOf(LogFencedException.class);
        assertThat(fenced).hasSize(1);
    }

    @Test
    void saysThatAnotherNodeHasEndedTheLog() {
        CompletableFuture<Void> confirmed = confirm();
        store.gets.get(0).found(OPEN.sealedAt(7, new Id(4, 4)).encode());
        run();
        assertThatThrownBy(confirmed::join).hasRootCauseInstanceOf(LogFencedException.class);
        assertThat(fenced).hasSize(1);
    }

    @Test
    void givesUpAfterSecondsIfTheStoreDoesNotTell() {
        CompletableFuture<Void> confirmed = confirm();
        simulation.runFor(5 * SECOND);
        assertThatThrownBy(confirmed::join)
                .hasRootCauseInstanceOf(StoreException.class)
                .hasMessageContaining("within 5 s");
    }

    @Test
    void asksAgainAfterAFailure() {
        CompletableFuture<Void> confirmed = confirm();
        store.gets.get(0).answer().completeExceptionally(new StoreException("timeout", true));
        simulation.runFor(SECOND);
        store.gets.get(1).found(OPEN.encode());
        run();
        assertThat(confirmed).isCompleted();
    }

    @Test
    void confirmsNothingOnceTheLogHasFailedOrTheNodeLeaves() {
        lease.proven(ReadLease.Moment.now(node));
        failure = new IllegalStateException("broken");
        assertThatThrownBy(confirm()::join).hasRootCause(failure);
        failure = null;
        lease.end();
        assertThatThrownBy(confirm()::join).hasRootCauseInstanceOf(LogClosedException.class);
    }

    @Test
    void asksNothingIfNobodyElseCanEndTheLog() {
        assertThat(lease(0).confirm().toCompletableFuture()).isCompleted();
        assertThat(store.gets).isEmpty();
    }

    @Test
    void whoEndsALogWaitsAnEighthLonger() {
        assertThat(ReadLease.waitAfterEnd(OPEN)).isEqualTo(SECOND * 9 / 8);
        assertThat(ReadLease.waitAfterEnd(OPEN.withoutLease())).isZero();
    }
}
