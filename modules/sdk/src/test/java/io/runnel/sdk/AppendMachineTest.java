package io.runnel.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class AppendMachineTest {
    private static final RetryPolicy PATIENT =
            RetryPolicy.DEFAULT.withMaxAttempts(1_000_000).withDelays(Duration.ofMillis(1), Duration.ofMillis(8));

    /** A session and what was handed to it. */
    private static final class Run {
        final ModelServer server;
        final AppendMachine machine;
        final List<PendingAppend> submitted = new ArrayList<>();
        private int records;

        Run(long seed, RetryPolicy retry, AppendSessionOptions options) {
            server = new ModelServer(seed);
            machine = new AppendMachine(server, retry, 50_000_000, 50_000_000, options, () -> 0.5);
            server.drives(machine);
        }

        void submit() {
            int count = 1 + server.below(3);
            AppendRecord[] batch = IntStream.range(0, count)
                    .mapToObj(i -> AppendRecord.of("r" + (records + i)))
                    .toArray(AppendRecord[]::new);
            records += count;
            PendingAppend pending = new PendingAppend(AppendInput.of(batch), server.now());
            submitted.add(pending);
            machine.submit(pending, server.now());
        }

        void live(int steps, int batches) {
            for (int i = 0; i < steps; i++) {
                if (submitted.size() < batches && server.chance(100)) {
                    submit();
                }
                server.step();
            }
            server.settle();
        }

        List<String> bodies(List<PendingAppend> batches) {
            return batches.stream()
                    .flatMap(each -> ModelServer.bodies(each.input).stream())
                    .toList();
        }
    }

    /** Once, a server that was busy with what had been left behind never came to the last batch. */
    @Test
    void comesToAnEndBehindAServerThatIsBusy() {
        withoutItAcknowledgedBatchesAreThereInOrderPerhapsTwice(-229);
    }

    @Test
    void aConnectionThatIsSilentIsUsedByNobodyNew() {
        List<String> told = new ArrayList<>();
        AppendMachine.Driver driver = (AppendMachine.Driver) Proxy.newProxyInstance(
                AppendMachine.class.getClassLoader(),
                new Class<?>[] {AppendMachine.Driver.class},
                (self, method, given) -> {
                    told.add(method.getName());
                    return null;
                });
        AppendMachine machine =
                new AppendMachine(driver, PATIENT, 1_000, 1_000, AppendSessionOptions.DEFAULT, () -> 0.5);
        machine.submit(new PendingAppend(AppendInput.of(AppendRecord.of("r")), 0), 0);
        machine.wake(1_000);
        assertThat(told).as("not accepted in time").containsSubsequence("connect", "retire", "disconnect");
        told.clear();
        machine.wake(1_000_000_000);
        machine.opened(1_000_000_000);
        machine.wake(2_000_000_000);
        assertThat(told).as("not acknowledged in time").containsSubsequence("connect", "send", "retire", "disconnect");
    }

    @Property(tries = 400)
    void exactlyOnceWritesEveryBatchOnceAndInOrderWhateverBreaks(@ForAll long seed) {
        Run run = new Run(seed, PATIENT, AppendSessionOptions.DEFAULT.exactlyOnceFromTail());
        run.server.trouble = 30 + run.server.below(400);
        run.live(3000, 30);
        assertThat(run.server.refusals).isEmpty();
        assertThat(run.server.acked).containsExactlyElementsOf(run.submitted);
        assertThat(run.server.log).containsExactlyElementsOf(run.bodies(run.submitted));
        long at = 0;
        for (int i = 0; i < run.submitted.size(); i++) {
            assertThat(run.server.acks.get(i).start().seqNum()).isEqualTo(at);
            at += run.submitted.get(i).input.size();
            assertThat(run.server.acks.get(i).end().seqNum()).isEqualTo(at);
        }
    }

    @Property(tries = 400)
    void exactlyOnceWithFewAttemptsNeverSaysWhatIsNotSo(@ForAll long seed) {
        RetryPolicy impatient = PATIENT.withMaxAttempts(2);
        Run run = new Run(seed, impatient, AppendSessionOptions.DEFAULT.exactlyOnceFrom(0));
        run.server.trouble = 200 + run.server.below(600);
        run.live(3000, 30);
        saysWhatIsSo(run);
        List<String> known = run.bodies(run.submitted);
        assertThat(run.server.log).containsExactlyElementsOf(known.subList(0, run.server.log.size()));
    }

    @Property(tries = 400)
    void exactlyOnceNoticesAnotherWriter(@ForAll long seed) {
        Run run = new Run(seed, PATIENT, AppendSessionOptions.DEFAULT.exactlyOnceFromTail());
        run.server.trouble = 30 + run.server.below(300);
        run.server.foreign = 2;
        run.live(3000, 30);
        saysWhatIsSo(run);
        if (run.server.failure != null) {
            assertThat(run.server.failure).isInstanceOf(SeqNumMismatchException.class);
        } else {
            assertThat(run.server.acked).containsExactlyElementsOf(run.submitted);
        }
        List<String> own = run.server.log.stream()
                .filter(body -> !body.startsWith("foreign"))
                .toList();
        assertThat(own).containsExactlyElementsOf(run.bodies(run.submitted).subList(0, own.size()));
    }

    @Property(tries = 400)
    void withoutItAcknowledgedBatchesAreThereInOrderPerhapsTwice(@ForAll long seed) {
        Run run = new Run(seed, PATIENT, AppendSessionOptions.DEFAULT);
        run.server.trouble = 30 + run.server.below(400);
        run.live(3000, 30);
        assertThat(run.server.refusals).isEmpty();
        assertThat(run.server.acked).containsExactlyElementsOf(run.submitted);
        assertThat(run.server.log.stream().distinct().toList()).containsAll(run.bodies(run.submitted));
        for (int i = 0; i < run.submitted.size(); i++) {
            int at = (int) run.server.acks.get(i).start().seqNum();
            List<String> bodies = ModelServer.bodies(run.submitted.get(i).input);
            assertThat(run.server.log.subList(at, at + bodies.size())).isEqualTo(bodies);
        }
    }

    @Property(tries = 400)
    void withoutSideEffectsNothingIsThereTwice(@ForAll long seed) {
        Run run = new Run(seed, PATIENT.withAppend(AppendRetry.NO_SIDE_EFFECTS), AppendSessionOptions.DEFAULT);
        run.server.trouble = 20 + run.server.below(100);
        run.live(3000, 30);
        saysWhatIsSo(run);
        assertThat(run.server.log).doesNotHaveDuplicates();
        assertThat(run.server.log)
                .containsExactlyElementsOf(run.bodies(run.submitted).subList(0, run.server.log.size()));
    }

    /** What is acknowledged is there, what is certain not to be is not, and only what may be either is called so. */
    private static void saysWhatIsSo(Run run) {
        assertThat(run.server.log).containsAll(run.bodies(run.server.acked));
        for (int i = 0; i < run.server.refusals.size(); i++) {
            RunnelException why = run.server.reasons.get(i);
            if (why.hasNoSideEffects()) {
                assertThat(run.server.log)
                        .doesNotContainAnyElementsOf(ModelServer.bodies(run.server.refusals.get(i).input));
            } else {
                assertThat(why).isInstanceOf(IndefiniteAppendException.class);
            }
        }
        List<PendingAppend> inOrder = new ArrayList<>(run.server.acked);
        inOrder.addAll(run.server.refusals);
        assertThat(inOrder).containsExactlyElementsOf(run.submitted);
    }
}
