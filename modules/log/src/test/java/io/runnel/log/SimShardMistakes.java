package io.runnel.log;

import io.runnel.objectstore.ObjectStore;
import io.runnel.objectstore.ObjectStore.PutResult;
import io.runnel.objectstore.ObjectStore.StoredObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** Mistakes about who may write, where logs end, and what is known of those that have ended. */
final class SimShardMistakes {
    private static final long SECOND = 1_000_000_000;

    private SimShardMistakes() {}

    static final class DescriptorNotWritten extends SimPutMutation {
        @Override
        CompletionStage<PutResult> put(Put put) {
            return put.isSwap("logs/") ? Put.dropped() : put.go();
        }
    }

    static final class SealNotWritten extends SimPutMutation {
        @Override
        CompletionStage<PutResult> put(Put put) {
            return put.isSeal() ? Put.dropped() : put.go();
        }
    }

    static final class SealTooFar extends SimPutMutation {
        @Override
        CompletionStage<PutResult> put(Put put) {
            if (!put.isSeal()) {
                return put.go();
            }
            WalFooter footer = put.footer();
            byte[] further = WalObject.seal(footer.cluster(), footer.log(), footer.slot() + 1, footer.writeId(), 0);
            return put.network().put(ObjectKeys.slot(footer.log(), footer.slot() + 1), further, put.condition());
        }
    }

    /** By whoever ended the log, a second later. */
    static final class SealsCollected extends SimPutMutation {
        @Override
        CompletionStage<PutResult> put(Put put) {
            if (put.isSwap("logs/")) {
                LogDescriptor sealed = LogDescriptor.decode(put.bytes(), put.key());
                String seal = ObjectKeys.slot(sealed.log(), sealed.end());
                put.world().simulation().at(SECOND, () -> put.world().bucket().lose(seal));
            }
            return put.go();
        }
    }

    static final class ClaimedLater extends SimPutMutation {
        @Override
        CompletionStage<PutResult> put(Put put) {
            if (!put.key().startsWith("shards/")) {
                return put.go();
            }
            put.world().simulation().at(SECOND, () -> {
                var unused = put.go();
            });
            return Put.dropped();
        }
    }

    static final class SourcesForgotten extends SimPutMutation {
        @Override
        CompletionStage<PutResult> put(Put put) {
            return put.isSwap("shards/")
                    ? put.with(changed(
                            put,
                            manifest -> new ShardManifest(
                                    manifest.shard(),
                                    manifest.epoch(),
                                    manifest.owner(),
                                    List.of(manifest.owner()),
                                    manifest.archiveVersion(),
                                    manifest.nonce())))
                    : put.go();
        }

        static byte[] changed(Put put, UnaryOperator<ShardManifest> change) {
            return change.apply(ShardManifest.decode(put.bytes(), put.key())).encode();
        }
    }

    static final class EpochNotRaised extends SimPutMutation {
        @Override
        CompletionStage<PutResult> put(Put put) {
            return put.isSwap("shards/")
                    ? put.with(SourcesForgotten.changed(
                            put,
                            manifest -> new ShardManifest(
                                    manifest.shard(),
                                    1,
                                    manifest.owner(),
                                    manifest.sources(),
                                    manifest.archiveVersion(),
                                    manifest.nonce())))
                    : put.go();
        }
    }

    static final class RunsNotWritten extends SimPutMutation {
        @Override
        CompletionStage<PutResult> put(Put put) {
            return put.key().startsWith("idx/") ? Put.dropped() : put.go();
        }
    }

    /** From every run, though others may have older rows of the entity. */
    static final class EndsForgotten extends SimPutMutation {
        @Override
        CompletionStage<PutResult> put(Put put) {
            return put.key().startsWith("idx/") ? put.with(without(Runs.whole(put.bytes(), put.key()))) : put.go();
        }

        private static byte[] without(LoadedRun run) {
            RunBuilder out = new RunBuilder(run.size());
            MergedScan scan = new MergedScan(List.of(run));
            for (RunBlock.Cursor entry = scan.next(); entry != null; entry = scan.next()) {
                out.entry(entry.key(), entry.ref());
            }
            MergedScan.rows(List.of(run)).forEach((shard, rows) -> {
                rows.values().removeIf(row -> row.row().hasEnded());
                out.rows(shard, rows.entrySet());
            });
            Map<Place, Integer> sizes = new HashMap<>();
            RunDirectory told = run.directory();
            Objects.requireNonNull(told.content())
                    .holdings()
                    .forEach(holding -> sizes.put(holding.place(), holding.bytes()));
            RunFooter footer = run.footer();
            return out.finish(
                    footer.cluster(),
                    footer.log(),
                    footer.number(),
                    sizes,
                    told.own(),
                    told.level(),
                    told.others(),
                    told.coveredThrough());
        }
    }

    static final class TailForgotten extends SimPutMutation {
        @Override
        CompletionStage<PutResult> put(Put put) {
            if (!put.isSwap(ObjectKeys.ARCHIVE)) {
                return put.go();
            }
            Archive archive = Archive.decode(put.bytes(), put.key());
            List<RunId> runs = new ArrayList<>(archive.runs());
            runs.remove(runs.size() - 1);
            return put.with(new Archive(archive.version(), archive.logs(), runs, archive.uncollected(), archive.nonce())
                    .encode());
        }
    }

    static final class CollectedUndeclared extends SimPutMutation {
        @Override
        CompletionStage<PutResult> put(Put put) {
            boolean declares = put.isSwap("logs/")
                    && !LogDescriptor.decode(put.bytes(), put.key()).sealed();
            return declares ? Put.dropped() : put.go();
        }
    }

    static final class SegmentsNotWritten extends SimPutMutation {
        @Override
        CompletionStage<PutResult> put(Put put) {
            return put.key().startsWith("seg/") ? Put.dropped() : put.go();
        }
    }

    static final class StaleArchive extends SimMutation {
        private final Map<String, Optional<StoredObject>> seen = new HashMap<>();

        @Override
        ObjectStore between(ObjectStore network, SimLog log, SimWorld world) {
            return new ForwardingStore(network) {
                @Override
                public CompletionStage<Optional<StoredObject>> get(String key) {
                    return key.equals(ObjectKeys.ARCHIVE)
                            ? super.get(key).thenApply(StaleArchive.this::before)
                            : super.get(key);
                }
            };
        }

        /** What anybody was answered the last time. */
        private Optional<StoredObject> before(Optional<StoredObject> now) {
            Optional<StoredObject> before = seen.put(ObjectKeys.ARCHIVE, now);
            return before == null ? now : before;
        }
    }
}
