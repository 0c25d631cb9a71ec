package io.runnel.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LogWriterTest {
    private static final Id CLUSTER = new Id(1, 1);
    private static final Id LOG = new Id(2, 2);
    private static final int WINDOW = TestSettings.tiny().window();

    private final Simulation simulation = new Simulation(1);
    private final ScriptedStore store = new ScriptedStore();
    private final List<String> told = new ArrayList<>();
    private boolean certain = true;
    private final List<CompletableFuture<Void>> questions = new ArrayList<>();
    private LogWriter writer = writer(TestSettings.tiny());
    private int appended;

    @Test
    void writesAtOnceWhenNothingIsUnderWay() {
        append("a");
        settle(0);
        assertThat(entriesOf(0)).isEqualTo(1);
    }

    @Test
    void acknowledgesNothingBeforeItIsCertainThatTheLogHasNotBeenEndedLongAgo() {
        certain = false;
        append("a");
        append("b");
        settle(10);
        store.puts.forEach(put -> put.stored());
        settle(10);
        assertThat(told).isEmpty();
        assertThat(questions).hasSize(1);
        certain = true;
        questions.get(0).complete(null);
        settle(10);
        assertThat(told).contains("slot 1", "0 durable", "1 durable");
    }

    @Test
    void failsWhatWasStoredAfterTheLogWasEnded() {
        certain = false;
        append("a");
        settle(10);
        store.puts.get(0).stored();
        settle(10);
        questions.get(0).completeExceptionally(LogFencedException.ended(LOG));
        settle(10);
        assertThat(writer.failure()).isInstanceOf(LogFencedException.class);
        assertThat(told).containsExactly("0 failed");
    }

    @Test
    void gathersWhatComesWhileItIsAskedNotToHurry() {
        slowStore();
        int before = store.puts.size();
        append("a");
        settle(2);
        append("b");
        append("c");
        settle(2);
        assertThat(store.puts).hasSize(before + 1);
        settle(10);
        assertThat(store.puts).hasSize(before + 2);
        assertThat(entriesOf(before + 1)).isEqualTo(2);
    }

    @Test
    void whoWaitedGoesWithThoseWhoWereJustAcknowledgedAsSoonAsTheyAreBack() {
        int before = oneWaitsWhileTwoAreAcknowledged();
        append("a again");
        settle(1);
        assertThat(store.puts).hasSize(before);
        append("b again");
        settle(0);
        assertThat(store.puts).hasSize(before + 1);
        assertThat(entriesOf(before)).isEqualTo(3);
    }

    @Test
    void whoWaitedGoesAloneWhenThoseWhoWereAcknowledgedDoNotComeBack() {
        int before = oneWaitsWhileTwoAreAcknowledged();
        settle(3);
        assertThat(store.puts).hasSize(before);
        settle(1);
        assertThat(store.puts).hasSize(before + 1);
        assertThat(entriesOf(before)).isEqualTo(1);
    }

    /** @return how many objects there are by then */
    private int oneWaitsWhileTwoAreAcknowledged() {
        slowStore();
        settle(10);
        append("a");
        append("b");
        settle(2);
        append("c");
        settle(1);
        store.put(1).stored();
        settle(1);
        assertThat(told).containsExactly("slot 2", "1 durable", "2 durable");
        return store.puts.size();
    }

    @Test
    void doesNotWaitWithAFullObject() {
        slowStore();
        int before = store.puts.size();
        append("a");
        settle(2);
        append("x".repeat(3000));
        settle(0);
        assertThat(store.puts).hasSize(before + 2);
    }

    @Test
    void acknowledgesInTheOrderOfTheSlots_I_PREFIX() {
        for (int i = 0; i < 3; i++) {
            append("x".repeat(3000));
            settle(0);
        }
        store.put(2).stored();
        store.put(1).stored();
        settle(1);
        assertThat(told).isEmpty();
        store.put(0).stored();
        settle(1);
        assertThat(told).containsExactly("slot 1", "0 durable", "slot 2", "1 durable", "slot 3", "2 durable");
    }

    @Test
    void hasSoManyObjectsUnderWayAndNoMore_I_BOUND() {
        for (int i = 0; i < WINDOW + 5; i++) {
            append("x".repeat(3000));
        }
        settle(1);
        assertThat(store.puts).hasSize(WINDOW);
        store.put(0).stored();
        settle(1);
        assertThat(store.puts).hasSize(WINDOW + 1);
    }

    @Test
    void failsEverythingThatIsNotAcknowledgedWhenItIsFenced() {
        append("x".repeat(3000));
        append("x".repeat(3000));
        settle(0);
        append("b");
        store.put(1).stored();
        store.put(0).conflict();
        settle(1);
        store.gets.get(0).found(WalObject.seal(CLUSTER, LOG, 1, new Id(9, 9), 0));
        settle(1);
        append("c");
        settle(1);
        assertThat(told).containsExactly("0 failed", "1 failed", "2 failed", "3 failed");
        assertThat(writer.failure()).isInstanceOf(LogFencedException.class);
    }

    @Test
    void writesWhatWasAcceptedBeforeItIsDrained() {
        append("a");
        append("b");
        CompletableFuture<Void> drained = writer.drain().toCompletableFuture();
        assertThatThrownBy(() -> append("c")).isInstanceOf(LogClosedException.class);
        settle(0);
        assertThat(drained).isNotDone();
        store.put(0).stored();
        settle(0);
        assertThat(told).containsExactly("slot 1", "0 durable", "1 durable");
        assertThat(drained).isCompleted();
    }

    @Test
    void writesNothingNewWhileItIsPaused() {
        writer.pause(true);
        append("a");
        settle(100);
        assertThat(store.puts).isEmpty();
        writer.pause(false);
        settle(0);
        assertThat(store.puts).hasSize(1);
    }

    @Test
    void sendsTheSameOnceMoreWhenAnAnswerTakesLong() {
        append("a");
        settle(29);
        assertThat(store.puts).hasSize(1);
        settle(1);
        assertThat(store.puts).hasSize(2);
        assertThat(store.put(1).bytes()).isSameAs(store.put(0).bytes());
        settle(10_000);
        assertThat(store.puts).hasSize(2);
    }

    @Test
    void doesNotMindWhenWhatIsSentOnceMoreIsThereAtOnce() {
        for (int i = 0; i < WINDOW; i++) {
            append("x".repeat(3000));
        }
        settle(0);
        store.put(1).stored();
        settle(0);
        store.storesAtOnce = true;
        settle(30);
        assertThat(told).startsWith("slot 1", "0 durable", "slot 2", "1 durable");
    }

    @Test
    void sendsNothingTwiceHoweverLongItTakesOnAStoreThatIsSlowAsAWhole() {
        writer = writer(TestSettings.tiny(Duration.ZERO));
        append("a");
        settle(10_000);
        assertThat(store.puts).hasSize(1);
    }

    @Test
    void writesNoMoreObjectsASecondThanItMayAndFewerThanItCould() {
        writer = writer(TestSettings.withPuts(8));
        store.storesAtOnce = true;
        for (int i = 0; i < 400; i++) {
            append("a");
            settle(5);
        }
        assertThat(store.puts).hasSizeBetween(16, 18); // in two seconds, and two that had been saved up
        settle(1000);
        assertThat(told).filteredOn(what -> what.endsWith("durable")).hasSize(400);
    }

    @Test
    void aSlotThatIsStoredAndWaitsForThoseBeforeItIsNotTakenForASlowOne() {
        store.storesAtOnce = true;
        int before = 12; // one in ten may be sent again: credit for two
        for (int i = 0; i < before; i++) {
            append("a");
            settle(10);
        }
        store.storesAtOnce = false;
        for (int i = 0; i < 3; i++) {
            append("b");
            settle(6);
        }
        store.put(before + 1).stored();
        assertThat(store.puts).hasSize(before + 3);
        settle(60);
        assertThat(store.puts).as("the first and the third are sent again").hasSize(before + 5);
        assertThat(store.put(before + 3).bytes()).isSameAs(store.put(before).bytes());
        assertThat(store.put(before + 4).bytes()).isSameAs(store.put(before + 2).bytes());
    }

    @Test
    void announcesInASlotWithoutEntries() {
        assertThat(writer.announce()).isTrue();
        append("a");
        settle(10);
        assertThat(entriesOf(0)).isZero();
        assertThat(entriesOf(1)).isEqualTo(1);
        store.put(1).stored();
        settle(1);
        assertThat(told).isEmpty();
        store.put(0).stored();
        settle(1);
        assertThat(told).containsExactly("slot 1", "slot 2", "0 durable");
    }

    @Test
    void announcesOnceThoughTheAnswerIsLost_I_OWN() {
        writer = writer(TestSettings.tiny(Duration.ZERO));
        writer.announce();
        store.put(0).fail();
        settle(5_000);
        assertThat(store.puts).hasSize(2);
        assertThat(store.put(1).bytes()).isSameAs(store.put(0).bytes());
        store.put(1).conflict();
        settle(1);
        store.gets.get(0).found(store.put(0).bytes());
        settle(1);
        assertThat(told).containsExactly("slot 1");
        assertThat(writer.failure()).isNull();
    }

    @Test
    void learnsFromAnAnnouncementThatItIsFenced() {
        writer.announce();
        store.put(0).conflict();
        settle(1);
        store.gets.get(0).found(WalObject.seal(CLUSTER, LOG, 1, new Id(9, 9), 0));
        settle(1);
        assertThat(writer.failure()).isInstanceOf(LogFencedException.class);
        assertThat(writer.announce()).isFalse();
        assertThat(store.puts).hasSize(1);
    }

    @Test
    void announcesNothingThatASlotSaysSoonAnyway() {
        append("a");
        writer.announce();
        settle(0);
        writer.announce();
        assertThat(store.puts).hasSize(1);
        assertThat(entriesOf(0)).isEqualTo(1);
    }

    @Test
    void announcesNothingWhileItIsPausedNorOnceItIsDrained() {
        writer.pause(true);
        assertThat(writer.announce()).isTrue();
        writer.pause(false);
        assertThat(writer.drain()).isNotNull();
        assertThat(writer.announce()).isFalse();
        settle(10);
        assertThat(store.puts).isEmpty();
    }

    @Test
    void announcesNothingWithAnObjectTooManyForASecond() {
        writer = writer(TestSettings.withPuts(1));
        store.storesAtOnce = true;
        append("a");
        settle(900);
        assertThat(writer.announce()).isTrue();
        assertThat(store.puts).hasSize(1);
        settle(100);
        writer.announce();
        assertThat(store.puts).hasSize(2);
    }

    private final class Standing implements LogWriter.Standing {
        @Override
        public boolean isCertain() {
            return certain;
        }

        @Override
        public CompletionStage<Void> ask() {
            CompletableFuture<Void> question = new CompletableFuture<>();
            questions.add(question);
            return question;
        }
    }

    private LogWriter writer(LogSettings settings) {
        return new LogWriter(
                CLUSTER,
                LOG,
                store,
                simulation.node(),
                new Random(1),
                settings,
                new LogListener() {},
                () -> 0,
                new Standing(),
                (slot, entries, refs, index, size, run, sent) -> told.add("slot " + slot));
    }

    /** From now on the writer expects some 20 ms. */
    private void slowStore() {
        append("slow");
        settle(20);
        store.put(0).stored();
        settle(1);
        told.clear();
    }

    private void append(String payload) {
        int number = appended;
        writer.append(Entries.entry(1, number, payload), new EntryLog.AppendCallback() {
            @Override
            public void durable() {
                told.add(number + " durable");
            }

            @Override
            public void failed(Throwable cause) {
                told.add(number + " failed");
            }
        });
        appended++;
    }

    private int entriesOf(int put) {
        byte[] bytes = store.put(put).bytes();
        return WalFooter.decode(bytes, bytes.length, "slot").entries();
    }

    private void settle(long millis) {
        simulation.runFor(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
