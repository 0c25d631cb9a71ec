package io.runnel.log;

import io.runnel.objectstore.ObjectStore;
import io.runnel.objectstore.ObjectStore.Condition;
import io.runnel.objectstore.ObjectStore.PutResult;
import io.runnel.objectstore.ObjectStore.StoredObject;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Mistakes about slots: how they are written, acknowledged and read. */
final class SimSlotMistakes {
    private SimSlotMistakes() {}

    static final class AcknowledgedWhenSent extends SimPutMutation {
        @Override
        CompletionStage<PutResult> put(Put put) {
            if (!put.isEntries()) {
                return put.go();
            }
            var unused = put.go();
            return Put.dropped();
        }
    }

    static final class AcknowledgedOutOfOrder extends SimPutMutation {
        @Override
        CompletionStage<PutResult> put(Put put) {
            CompletionStage<PutResult> answer = put.go();
            if (put.isEntries()) {
                answer.thenAccept(result -> {
                    // After the log has heard of it.
                    Simulation simulation = put.world().simulation();
                    simulation.at(
                            0,
                            () -> simulation.at(
                                    0, () -> put.log().tell(put.footer().slot())));
                });
            }
            return answer;
        }

        @Override
        boolean tellsInTurn() {
            return false;
        }
    }

    static final class NotSynchronized extends SimMutation {
        @Override
        void crashed(SimWorld world) {
            world.bucket().forgetLatest("wal/");
        }
    }

    static final class ConflictIsStored extends SimPutMutation {
        @Override
        CompletionStage<PutResult> put(Put put) {
            return put.isEntries() ? put.go().thenApply(result -> STORED) : put.go();
        }
    }

    static final class FailureIsStored extends SimPutMutation {
        @Override
        CompletionStage<PutResult> put(Put put) {
            return put.isEntries() ? put.go().exceptionally(failure -> STORED) : put.go();
        }
    }

    /** What the log deletes for it is missed by whoever finds its end. */
    static final class NothingAnnounced extends SimPutMutation {
        @Override
        CompletionStage<PutResult> put(Put put) {
            return put.isAnnouncement() ? put.with(withFooter(put.footer(), put.bytes(), 0, 0)) : put.go();
        }
    }

    static final class OwnNotRecognised extends SimMutation {
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

    static final class OtherBytes extends SimPutMutation {
        private final Set<String> written = new HashSet<>();

        @Override
        CompletionStage<PutResult> put(Put put) {
            if (!put.isEntries() || written.add(put.key())) {
                return put.go();
            }
            WalFooter footer = put.footer();
            return put.with(withFooter(footer, put.bytes(), 1, footer.latestRun()));
        }
    }

    private static byte[] withFooter(WalFooter footer, byte[] object, long later, long latestRun) {
        byte[] other = object.clone();
        new WalFooter(
                        footer.kind(),
                        footer.cluster(),
                        footer.log(),
                        footer.slot(),
                        footer.writeId(),
                        footer.createdMicros() + later,
                        latestRun,
                        footer.entries(),
                        footer.bodyLength(),
                        footer.indexLength(),
                        footer.indexCrc())
                .encode(other);
        return other;
    }

    /** The entries of one append call are one; here an object's last one is left out. */
    static final class BatchCut extends SimPutMutation {
        @Override
        CompletionStage<PutResult> put(Put put) {
            if (!put.isEntries() || put.footer().entries() < 2) {
                return put.go();
            }
            WalFooter footer = put.footer();
            List<LogEntry> entries = new ArrayList<>();
            for (IndexedEntry entry : WalIndex.decode(footer, put.bytes(), footer.indexOffset(), put.key())) {
                entries.add(WalEntry.decode(
                        put.bytes(), entry.ref().offset, entry.ref(), entry.key(), entry.shard(), put.key()));
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
    static final class WindowUnderstated extends SimMutation {
        @Override
        ObjectStore between(ObjectStore network, SimLog log, SimWorld world) {
            return new MisreadDescriptors(
                    network, log, said -> MisreadDescriptors.with(said, 1, said.readLeaseMillis(), said.keptMillis()));
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

    static final class WindowExceeded extends SimMutation {
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
                    settings.indexCacheBytes(),
                    settings.maxPutsPerSecond(),
                    settings.readLease(),
                    settings.compaction(),
                    settings.reads());
        }
    }

    static final class NothingRolledUp extends SimMutation {
        @Override
        LogSettings settings(LogSettings settings) {
            return WindowExceeded.changed(settings, settings.window(), 1_000_000);
        }
    }

    static final class ChecksumsMended extends SimMutation {
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
