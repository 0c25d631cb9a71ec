package io.runnel.log;

import io.runnel.objectstore.ObjectStore;
import io.runnel.objectstore.ObjectStore.Condition;
import io.runnel.objectstore.ObjectStore.PutResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Changes what the log writes. */
abstract class SimPutMutation extends SimMutation {
    static final PutResult STORED = new PutResult.Stored("none");

    @Override
    ObjectStore between(ObjectStore network, SimLog log, SimWorld world) {
        return new ForwardingStore(network) {
            @Override
            public CompletionStage<PutResult> put(String key, byte[] bytes, Condition condition) {
                return SimPutMutation.this.put(new Put(network, log, world, key, bytes, condition));
            }
        };
    }

    abstract CompletionStage<PutResult> put(Put put);

    @SuppressWarnings("ArrayRecordComponent") // a carrier: its identity is never asked for
    record Put(ObjectStore network, SimLog log, SimWorld world, String key, byte[] bytes, Condition condition) {
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

        boolean isAnnouncement() {
            return isEntries() && footer().entries() == 0;
        }

        boolean isSeal() {
            return key.startsWith("wal/") && footer().kind() == WalFooter.SEAL;
        }

        boolean isSwap(String prefix) {
            return key.startsWith(prefix) && condition instanceof Condition.IfMatch;
        }
    }
}
