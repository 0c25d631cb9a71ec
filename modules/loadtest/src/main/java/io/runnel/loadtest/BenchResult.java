package io.runnel.loadtest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run has come to.
 *
 * @param catchup null if it has not come to that
 * @param interrupted whether the user has ended it early
 * @param mismatch what differed; null if nothing did
 */
record BenchResult(
        BenchSettings settings,
        List<String> streams,
        Throughput written,
        Throughput read,
        @Nullable Throughput catchup,
        Quantiles ack,
        Quantiles endToEnd,
        List<Moment> moments,
        boolean interrupted,
        @Nullable String mismatch) {}
