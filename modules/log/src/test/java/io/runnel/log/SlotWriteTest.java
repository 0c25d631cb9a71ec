package io.runnel.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SlotWriteTest {
    private static final Id CLUSTER = new Id(1, 1);
    private static final Id LOG = new Id(2, 2);
    private static final Id OURS = new Id(3, 3);

    private final Simulation simulation = new Simulation(1);
    private final ScriptedStore store = new ScriptedStore();
    private final List<String> told = new ArrayList<>();
    private final byte[] bytes = object(OURS);
    private final SlotWrite write = new SlotWrite(
            store,
            simulation.node(),
            "slot",
            List.of(ByteBuffer.wrap(bytes)),
            OURS,
            TimeUnit.SECONDS.toNanos(5),
            new SlotWrite.Outcome() {
                @Override
                public void stored() {
                    told.add("stored");
                }

                @Override
                public void failed(Throwable cause) {
                    told.add(cause.getClass().getSimpleName());
                }

                @Override
                public void repeated() {
                    told.add("repeated");
                }
            });

    @Test
    void isDoneWhenTheStoreSaysSo() {
        write.send();
        store.put(0).stored();
        settle();
        assertThat(told).containsExactly("stored");
        assertThat(store.puts).hasSize(1);
    }

    @Test
    void sendsTheSameBytesAgainForEverWhileTheStoreIsOverloaded_I_IMM() {
        write.send();
        for (int attempt = 0; attempt < 100; attempt++) {
            store.put(attempt).fail();
            settle();
        }
        store.put(100).stored();
        settle();
        assertThat(told).endsWith("stored").hasSize(101);
        assertThat(store.puts).allSatisfy(put -> assertThat(put.bytes()).isSameAs(bytes));
    }

    @Test
    void recognisesItsOwnLostAnswer_I_OWN() {
        write.send();
        store.put(0).fail();
        settle();
        store.put(1).conflict();
        settle();
        store.gets.get(0).found(bytes);
        settle();
        assertThat(told).containsExactly("repeated", "stored");
    }

    @Test
    void isFencedByASeal() {
        write.send();
        store.put(0).conflict();
        settle();
        store.gets.get(0).found(WalObject.seal(CLUSTER, LOG, 7, new Id(9, 9), 0));
        settle();
        assertThat(told).containsExactly("LogFencedException");
    }

    @Test
    void isFencedByTheEntriesOfAnother() {
        write.send();
        store.put(0).conflict();
        settle();
        store.gets.get(0).found(object(new Id(9, 9)));
        settle();
        assertThat(told).containsExactly("LogFencedException");
    }

    @Test
    void saysThatWhatIsInTheWayIsDamaged() {
        write.send();
        store.put(0).conflict();
        settle();
        store.gets.get(0).found(new byte[500]);
        settle();
        assertThat(told).containsExactly("CorruptLogException");
    }

    @Test
    void goesOnWhenNothingIsInTheWayAfterAll() {
        write.send();
        store.put(0).conflict();
        settle();
        store.gets.get(0).missing();
        settle();
        store.put(1).stored();
        settle();
        assertThat(told).containsExactly("repeated", "stored");
    }

    @Test
    void takesTheFasterOfTwoAttempts() {
        write.send();
        write.hedge();
        store.put(1).stored();
        settle();
        store.put(0).conflict();
        settle();
        assertThat(told).containsExactly("repeated", "stored");
        assertThat(store.gets).hasSize(1); // beside it, and no more
    }

    @Test
    void aHedgeLooksWhetherOnlyTheAnswerIsSlow() {
        write.send();
        write.hedge();
        store.gets.get(0).found(bytes);
        settle();
        assertThat(told).containsExactly("repeated", "stored");
    }

    @Test
    void aHedgeThatIsRefusedAfterTheLookHadSeenNothingLooksAgain() {
        write.send();
        write.hedge();
        store.gets.get(0).missing();
        settle();
        assertThat(store.puts).hasSize(2);
        store.put(1).conflict();
        settle();
        store.gets.get(1).found(bytes);
        settle();
        assertThat(told).containsExactly("repeated", "stored");
    }

    @Test
    void aHedgeThatIsRefusedBeforeTheLookHasSeenNothingLooksAgain() {
        write.send();
        write.hedge();
        store.put(1).conflict();
        settle();
        assertThat(store.gets).hasSize(1);
        store.gets.get(0).missing();
        settle();
        store.gets.get(1).found(object(new Id(9, 9)));
        settle();
        assertThat(told).containsExactly("repeated", "LogFencedException");
    }

    @Test
    void goesOnWhenBothAttemptsHaveFailedBeforeTheLookSawNothing() {
        write.send();
        write.hedge();
        store.put(0).fail();
        store.put(1).fail();
        settle();
        assertThat(store.puts).hasSize(2);
        store.gets.get(0).missing();
        settle();
        store.put(2).stored();
        settle();
        assertThat(told).containsExactly("repeated", "repeated", "stored");
    }

    @Test
    void aLookThatFailsDoesNotDisturbTheAttempts() {
        write.send();
        write.hedge();
        store.gets.get(0).fail();
        settle();
        assertThat(store.puts).hasSize(2);
        assertThat(store.gets).hasSize(1);
        store.put(0).stored();
        settle();
        assertThat(told).containsExactly("repeated", "stored");
    }

    @Test
    void waitsForTheOtherAttemptBeforeItRepeats() {
        write.send();
        write.hedge();
        store.gets.get(0).missing();
        store.put(0).fail();
        settle();
        assertThat(store.puts).hasSize(2);
        store.put(1).fail();
        settle();
        assertThat(store.puts).hasSize(3);
    }

    @Test
    void givesUpWhenTheStoreHasRefusedForLong() {
        write.send();
        for (int attempt = 0; told.isEmpty() || told.get(told.size() - 1).equals("repeated"); attempt++) {
            store.put(attempt).refuse();
            settle();
        }
        assertThat(told).endsWith("StoreException");
        assertThat(simulation.now()).isBetween(TimeUnit.SECONDS.toNanos(5), TimeUnit.SECONDS.toNanos(15));
    }

    private void settle() {
        simulation.runFor(TimeUnit.SECONDS.toNanos(2));
    }

    private static byte[] object(Id writeId) {
        return WalObject.encode(CLUSTER, LOG, 7, writeId, 0, 0, List.of(Entries.entry(1, 0, "a")))
                .bytes();
    }
}
