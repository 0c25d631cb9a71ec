package io.runnel.log;

import io.runnel.objectstore.ObjectStore;
import io.runnel.objectstore.ObjectStore.Condition;
import io.runnel.objectstore.ObjectStore.PutResult;
import io.runnel.objectstore.ObjectStore.StoredObject;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Mistakes that somebody could make in the log, or in a store: made outside of both, between them or below. */
final class SimMutations {
    private static final Condition ALWAYS = new Condition.Always();
    private static final PutResult STORED = new PutResult.Stored("none");
    private static final long SECOND = 1_000_000_000;

    private SimMutations() {}

    /** All of them, by what is wrong. */
    static Map<String, Supplier<SimMutation>> all() {
        Map<String, Supplier<SimMutation>> all = new LinkedHashMap<>();
        all.put("slots are written unconditionally", () -> new Unconditional("wal/", true));
        all.put("a descriptor is swapped without comparing", () -> new Unconditional("logs/", false));
        all.put("a manifest is swapped without comparing", () -> new Unconditional("shards/", false));
        all.put("the archive is swapped without comparing", () -> new Unconditional("archive", false));
        all.put("the SEAL decides, not the descriptor", DescriptorNotWritten::new);
        all.put("a log is ended without a SEAL", SealNotWritten::new);
        all.put("the SEAL is put one slot too far", SealTooFar::new);
        all.put("SEALs are collected", SealsCollected::new);
        all.put("acknowledged when sent", AcknowledgedWhenSent::new);
        all.put("acknowledged out of order", AcknowledgedOutOfOrder::new);
        all.put("the store forgets its last writes at a crash", NotSynchronized::new);
        all.put("written first, claimed later", ClaimedLater::new);
        all.put("a claim forgets the logs before", SourcesForgotten::new);
        all.put("a claim does not raise the epoch", EpochNotRaised::new);
        all.put("a conflict counts as stored", ConflictIsStored::new);
        all.put("a failed write counts as stored", FailureIsStored::new);
        all.put("one's own lost answer is not recognised", OwnNotRecognised::new);
        all.put("a repeated write has other bytes", OtherBytes::new);
        all.put("a batch is cut in two", BatchCut::new);
        all.put("more is under way than the descriptor says", WindowUnderstated::new);
        all.put("more is under way than the settings say", WindowExceeded::new);
        all.put("nothing is rolled up", NothingRolledUp::new);
        all.put("index runs are not written", RunsNotWritten::new);
        all.put("a log is archived without its tail", TailForgotten::new);
        all.put("the archive is read stale", StaleArchive::new);
        all.put("checksums are not looked at", ChecksumsMended::new);
        return all;
    }

    /** Changes what the log writes. */
    private abstract static class OfPuts extends SimMutation {
        @Override
        ObjectStore between(ObjectStore network, SimLog log, SimWorld world) {
            return new ForwardingStore(network) {
                @Override
                public CompletionStage<PutResult> put(String key, byte[] bytes, Condition condition) {
                    return OfPuts.this.put(new Put(network, log, world, key, bytes, condition));
                }
            };
        }

        abstract CompletionStage<PutResult> put(Put put);
    }

    @SuppressWarnings("ArrayRecordComponent") // a carrier: its identity is never asked for
    private record Put(ObjectStore network, SimLog log, SimWorld world, String key, byte[] bytes, Condition condition) {
        CompletionStage<PutResult> go() {
            return network.put(key, bytes, condition);
        }

        CompletionStage<PutResult> with(Condition other) {
            return network.put(key, bytes, other);
        }

        CompletionStage<PutResult> with(byte[] other) {
            return network.put(key, other, condition);
        }

        static CompletionStage<PutResult> dropped() {
            return CompletableFuture.completedFuture(STORED);
        }

        WalFooter footer() {
            return WalFooter.decode(bytes, bytes.length, key);
        }

        boolean isEntries() {
            return key.startsWith("wal/") && footer().kind() == WalFooter.DATA;
        }

        boolean isSeal() {
            return key.startsWith("wal/") && footer().kind() == WalFooter.SEAL;
        }

        boolean isSwap(String prefix) {
            return key.startsWith(prefix) && condition instanceof Condition.IfMatch;
        }
    }

    private static final class Unconditional extends OfPuts {
        private final String prefix;
        private final boolean first;

        Unconditional(String prefix, boolean first) {
            this.prefix = prefix;
            this.first = first;
        }

        @Override
        CompletionStage<PutResult> put(Put put) {
            boolean creates = put.condition instanceof Condition.IfAbsent;
            return put.key.startsWith(prefix) && creates == first ? put.with(ALWAYS) : put.go();
        }
    }

    private static final class DescriptorNotWritten extends OfPuts {
        @Override
        CompletionStage<PutResult> put(Put put) {
            return put.isSwap("logs/") ? Put.dropped() : put.go();
        }
    }

    private static final class SealNotWritten extends OfPuts {
        @Override
        CompletionStage<PutResult> put(Put put) {
            return put.isSeal() ? Put.dropped() : put.go();
        }
    }

    private static final class SealTooFar extends OfPuts {
        @Override
        CompletionStage<PutResult> put(Put put) {
            if (!put.isSeal()) {
                return put.go();
            }
            WalFooter footer = put.footer();
            byte[] further = WalObject.seal(footer.cluster(), footer.log(), footer.slot() + 1, footer.writeId(), 0);
            return put.network.put(ObjectKeys.slot(footer.log(), footer.slot() + 1), further, put.condition);
        }
    }

    /** By whoever ended the log, a second later. */
    private static final class SealsCollected extends OfPuts {
        @Override
        CompletionStage<PutResult> put(Put put) {
            if (put.isSwap("logs/")) {
                LogDescriptor sealed = LogDescriptor.decode(put.bytes, put.key);
                String seal = ObjectKeys.slot(sealed.log(), sealed.end());
                put.world.simulation().at(SECOND, () -> put.world.bucket().lose(seal));
            }
            return put.go();
        }
    }

    private static final class AcknowledgedWhenSent extends OfPuts {
        @Override
        CompletionStage<PutResult> put(Put put) {
            if (!put.isEntries()) {
                return put.go();
            }
            var unused = put.go();
            return Put.dropped();
        }
    }

    private static final class AcknowledgedOutOfOrder extends OfPuts {
        @Override
        CompletionStage<PutResult> put(Put put) {
            CompletionStage<PutResult> answer = put.go();
            if (put.isEntries()) {
                answer.thenAccept(result -> {
                    // After the log has heard of it.
                    Simulation simulation = put.world.simulation();
                    simulation.at(
                            0,
                            () -> simulation.at(
                                    0, () -> put.log.tell(put.footer().slot())));
                });
            }
            return answer;
        }

        @Override
        boolean tellsInTurn() {
            return false;
        }
    }

    private static final class NotSynchronized extends SimMutation {
        @Override
        void crashed(SimWorld world) {
            world.bucket().forgetLatest("wal/");
        }
    }

    private static final class ClaimedLater extends OfPuts {
        @Override
        CompletionStage<PutResult> put(Put put) {
            if (!put.key.startsWith("shards/")) {
                return put.go();
            }
            put.world.simulation().at(SECOND, () -> {
                var unused = put.go();
            });
            return Put.dropped();
        }
    }

    private static final class SourcesForgotten extends OfPuts {
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
            return change.apply(ShardManifest.decode(put.bytes, put.key)).encode();
        }
    }

    private static final class EpochNotRaised extends OfPuts {
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

    private static final class ConflictIsStored extends OfPuts {
        @Override
        CompletionStage<PutResult> put(Put put) {
            return put.isEntries() ? put.go().thenApply(result -> STORED) : put.go();
        }
    }

    private static final class FailureIsStored extends OfPuts {
        @Override
        CompletionStage<PutResult> put(Put put) {
            return put.isEntries() ? put.go().exceptionally(failure -> STORED) : put.go();
        }
    }

    private static final class OwnNotRecognised extends SimMutation {
        @Override
        ObjectStore between(ObjectStore network, SimLog log, SimWorld world) {
            return new ForwardingStore(network) {
                private final Set<String> written = new HashSet<>();

                @Override
                public CompletionStage<PutResult> put(String key, byte[] bytes, Condition condition) {
                    written.add(key);
                    return super.put(key, bytes, condition);
                }

                @Override
                public CompletionStage<Optional<StoredObject>> get(String key, long offset, int length) {
                    boolean looks = length == WalFooter.SIZE && written.contains(key);
                    return super.get(key, offset, length)
                            .thenApply(found -> looks ? found.map(object -> another(object, key)) : found);
                }
            };
        }

        private static StoredObject another(StoredObject object, String key) {
            WalFooter footer = WalFooter.decode(object.bytes(), object.size(), key);
            byte[] seal = WalObject.seal(footer.cluster(), footer.log(), footer.slot(), new Id(0, 0), 0);
            return new StoredObject(seal, object.etag(), seal.length);
        }
    }

    private static final class OtherBytes extends OfPuts {
        private final Set<String> written = new HashSet<>();

        @Override
        CompletionStage<PutResult> put(Put put) {
            if (!put.isEntries() || written.add(put.key)) {
                return put.go();
            }
            WalFooter footer = put.footer();
            byte[] other = put.bytes.clone();
            new WalFooter(
                            footer.kind(),
                            footer.cluster(),
                            footer.log(),
                            footer.slot(),
                            footer.writeId(),
                            footer.createdMicros() + 1,
                            footer.latestRun(),
                            footer.entries(),
                            footer.bodyLength(),
                            footer.indexLength(),
                            footer.indexCrc())
                    .encode(other);
            return put.with(other);
        }
    }

    /** The entries of one append call are one; here an object's last one is left out. */
    private static final class BatchCut extends OfPuts {
        @Override
        CompletionStage<PutResult> put(Put put) {
            if (!put.isEntries() || put.footer().entries() < 2) {
                return put.go();
            }
            WalFooter footer = put.footer();
            List<LogEntry> entries = new ArrayList<>();
            for (IndexedEntry entry : WalIndex.decode(footer, put.bytes, footer.indexOffset(), put.key)) {
                entries.add(WalEntry.decode(
                        put.bytes, entry.ref().offset, entry.ref(), entry.key(), entry.shard(), put.key));
            }
            entries.remove(entries.size() - 1);
            return put.with(WalObject.encode(
                            footer.cluster(),
                            footer.log(),
                            footer.slot(),
                            footer.writeId(),
                            footer.createdMicros(),
                            footer.latestRun(),
                            entries)
                    .bytes());
        }
    }

    /** Whoever ends a log of 16 slots under way believes that there is one. */
    private static final class WindowUnderstated extends SimMutation {
        @Override
        ObjectStore between(ObjectStore network, SimLog log, SimWorld world) {
            return new ForwardingStore(network) {
                @Override
                public CompletionStage<Optional<StoredObject>> get(String key) {
                    boolean anothers = key.startsWith("logs/") && !key.endsWith("/" + log.id());
                    return super.get(key).thenApply(found -> anothers ? found.map(o -> understated(o, key)) : found);
                }
            };
        }

        private static StoredObject understated(StoredObject object, String key) {
            LogDescriptor said = LogDescriptor.decode(object.bytes(), key);
            byte[] bytes = new LogDescriptor(
                            said.cluster(), said.log(), said.openedMillis(), 1, said.end(), said.nonce())
                    .encode();
            return new StoredObject(bytes, object.etag(), bytes.length);
        }

        @Override
        LogSettings settings(LogSettings settings) {
            return WindowExceeded.withWindow(settings, 16);
        }

        @Override
        LogSettings promised(LogSettings settings) {
            return settings(settings);
        }
    }

    private static final class WindowExceeded extends SimMutation {
        @Override
        LogSettings settings(LogSettings settings) {
            return withWindow(settings, settings.window() + 1);
        }

        static LogSettings withWindow(LogSettings settings, int window) {
            return changed(settings, window, settings.rollUpObjects());
        }

        static LogSettings changed(LogSettings settings, int window, int rollUpObjects) {
            return new LogSettings(
                    settings.flushBytes(),
                    settings.maxObjectBytes(),
                    Duration.ZERO,
                    settings.linger(),
                    window,
                    settings.hedgeAfter(),
                    settings.giveUpAfter(),
                    settings.ringBytes(),
                    settings.coalesceBytes(),
                    rollUpObjects,
                    rollUpObjects == settings.rollUpObjects() ? settings.rollUpBytes() : Integer.MAX_VALUE,
                    settings.maxRunBytes(),
                    settings.indexCacheBytes());
        }
    }

    private static final class NothingRolledUp extends SimMutation {
        @Override
        LogSettings settings(LogSettings settings) {
            return WindowExceeded.changed(settings, settings.window(), 1_000_000);
        }
    }

    private static final class RunsNotWritten extends OfPuts {
        @Override
        CompletionStage<PutResult> put(Put put) {
            return put.key.startsWith("idx/") ? Put.dropped() : put.go();
        }
    }

    private static final class TailForgotten extends OfPuts {
        @Override
        CompletionStage<PutResult> put(Put put) {
            if (!put.isSwap(ObjectKeys.ARCHIVE)) {
                return put.go();
            }
            Archive archive = Archive.decode(put.bytes, put.key);
            List<RunId> runs = new ArrayList<>(archive.runs());
            runs.remove(runs.size() - 1);
            return put.with(new Archive(archive.version(), archive.logs(), runs, archive.nonce()).encode());
        }
    }

    private static final class StaleArchive extends SimMutation {
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

    private static final class ChecksumsMended extends SimMutation {
        @Override
        ObjectStore between(ObjectStore network, SimLog log, SimWorld world) {
            return new ForwardingStore(network) {
                @Override
                public CompletionStage<Optional<StoredObject>> get(String key, long offset, int length) {
                    boolean reads = key.startsWith("wal/") && offset > 0 && length > WalEntry.HEADER;
                    return super.get(key, offset, length)
                            .thenApply(found -> reads ? found.map(ChecksumsMended::flipped) : found);
                }
            };
        }

        /** The last byte of the first entry. */
        private static StoredObject flipped(StoredObject part) {
            byte[] bytes = part.bytes();
            int length = ByteBuffer.wrap(bytes).getInt(4);
            bytes[length - 1] ^= 1;
            ByteBuffer.wrap(bytes).putInt(0, Crc.of(bytes, 4, length - 4));
            return part;
        }
    }
}
