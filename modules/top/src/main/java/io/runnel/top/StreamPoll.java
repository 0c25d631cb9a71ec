package io.runnel.top;

import io.runnel.sdk.Await;
import io.runnel.sdk.BasinClient;
import io.runnel.sdk.ListOptions;
import io.runnel.sdk.Position;
import io.runnel.sdk.RunnelException;
import io.runnel.sdk.ServerException;
import io.runnel.sdk.StreamInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Asks the server about the streams of one basin: no server tells the rates of each. Used by one thread. */
final class StreamPoll {
    private static final int TAILS_AT_A_TIME = 100;
    private static final long LIST_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final BasinClient basin;
    private final LongSupplier nanoTime;
    private final StreamWatch watch = new StreamWatch(TAILS_AT_A_TIME);
    private long listedNanos;
    private boolean listed;

    StreamPoll(BasinClient basin, LongSupplier nanoTime) {
        this.basin = basin;
        this.nanoTime = nanoTime;
    }

    String basin() {
        return basin.name();
    }

    /** How many streams there are. */
    int count() {
        return watch.count();
    }

    /** @throws RunnelException if the server does not answer, or there is no such basin */
    List<StreamRow> poll() throws InterruptedException {
        long now = nanoTime.getAsLong();
        if (!listed || now - listedNanos >= LIST_NANOS) {
            watch.exist(Await.result(basin.listAllStreams(ListOptions.ALL)).stream()
                    .map(StreamInfo::name)
                    .toList());
            listed = true;
            listedNanos = now;
        }
        Map<String, CompletableFuture<Position>> tails = new LinkedHashMap<>();
        watch.next().forEach(name -> tails.put(name, basin.stream(name).checkTail()));
        for (Map.Entry<String, CompletableFuture<Position>> each : tails.entrySet()) {
            try {
                watch.observe(each.getKey(), Await.result(each.getValue()).seqNum(), nanoTime.getAsLong());
            } catch (ServerException e) {
                watch.gone(each.getKey()); // deleted in the meantime, or it is back with the next list
            }
        }
        return new ArrayList<>(watch.rows());
    }
}
