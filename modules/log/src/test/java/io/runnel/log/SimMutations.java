package io.runnel.log;

import io.runnel.objectstore.ObjectStore.Condition;
import io.runnel.objectstore.ObjectStore.PutResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Mistakes that somebody could make in the log, or in a store: made outside of both, between them or below. */
final class SimMutations {
    private static final Condition ALWAYS = new Condition.Always();

    private SimMutations() {}

    /** All of them, by what is wrong. */
    static Map<String, Supplier<SimMutation>> all() {
        Map<String, Supplier<SimMutation>> all = new LinkedHashMap<>();
        all.put("slots are written unconditionally", () -> new Unconditional("wal/", true));
        all.put("a descriptor is swapped without comparing", () -> new Unconditional("logs/", false));
        all.put("a manifest is swapped without comparing", () -> new Unconditional("shards/", false));
        all.put("the archive is swapped without comparing", () -> new Unconditional("archive", false));
        all.put("the SEAL decides, not the descriptor", SimShardMistakes.DescriptorNotWritten::new);
        all.put("a log is ended without a SEAL", SimShardMistakes.SealNotWritten::new);
        all.put("the SEAL is put one slot too far", SimShardMistakes.SealTooFar::new);
        all.put("SEALs are collected", SimShardMistakes.SealsCollected::new);
        all.put("acknowledged when sent", SimSlotMistakes.AcknowledgedWhenSent::new);
        all.put("acknowledged out of order", SimSlotMistakes.AcknowledgedOutOfOrder::new);
        all.put("the store forgets its last writes at a crash", SimSlotMistakes.NotSynchronized::new);
        all.put("written first, claimed later", SimShardMistakes.ClaimedLater::new);
        all.put("a claim forgets the logs before", SimShardMistakes.SourcesForgotten::new);
        all.put("a claim does not raise the epoch", SimShardMistakes.EpochNotRaised::new);
        all.put("a conflict counts as stored", SimSlotMistakes.ConflictIsStored::new);
        all.put("a failed write counts as stored", SimSlotMistakes.FailureIsStored::new);
        all.put("one's own lost answer is not recognised", SimSlotMistakes.OwnNotRecognised::new);
        all.put("a repeated write has other bytes", SimSlotMistakes.OtherBytes::new);
        all.put("a batch is cut in two", SimSlotMistakes.BatchCut::new);
        all.put("more is under way than the descriptor says", SimSlotMistakes.WindowUnderstated::new);
        all.put("more is under way than the settings say", SimSlotMistakes.WindowExceeded::new);
        all.put("nothing is rolled up", SimSlotMistakes.NothingRolledUp::new);
        all.put("a slot without entries does not name the latest index run", SimSlotMistakes.NothingAnnounced::new);
        all.put("index runs are not written", SimShardMistakes.RunsNotWritten::new);
        all.put("rows of ended entities are left out while others tell of them", SimShardMistakes.EndsForgotten::new);
        all.put("a log is archived without its tail", SimShardMistakes.TailForgotten::new);
        all.put("slots are deleted before the descriptor says so", SimShardMistakes.CollectedUndeclared::new);
        all.put("segments are not written", SimShardMistakes.SegmentsNotWritten::new);
        all.put("the archive is read stale", SimShardMistakes.StaleArchive::new);
        all.put("logs that have just ended are taken for old", SimLeaseMistakes.EverythingIsOld::new);
        all.put(
                "a node is certain that its log goes on, however long it was away",
                SimLeaseMistakes.AlwaysCertain::new);
        all.put("nobody waits for the lease of a log that was ended", SimLeaseMistakes.NotWaitedFor::new);
        all.put("whether a node has been replaced is read stale", SimLeaseMistakes.StaleProof::new);
        all.put("checksums are not looked at", SimSlotMistakes.ChecksumsMended::new);
        return all;
    }

    static final class Unconditional extends SimPutMutation {
        private final String prefix;
        private final boolean first;

        Unconditional(String prefix, boolean first) {
            this.prefix = prefix;
            this.first = first;
        }

        @Override
        CompletionStage<PutResult> put(Put put) {
            boolean creates = put.condition() instanceof Condition.IfAbsent;
            return put.key().startsWith(prefix) && creates == first ? put.with(ALWAYS) : put.go();
        }
    }
}
