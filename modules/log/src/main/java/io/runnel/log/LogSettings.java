package io.runnel.log;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How the log trades memory, requests and time; {@code reference.conf} has the defaults and the reasons.
 *
 * @param flushBytes gathered entries are written as soon as they are as many as this
 * @param maxObjectBytes what an object holds at most, unless a single entry is larger
 * @param minSpacing between two flushes on a slow store; a store that answers faster is not kept waiting
 * @param linger how long the first entry waits for others on a slow store when nothing is in flight
 * @param window objects that are written at a time
 * @param hedgeAfter how long an answer may take before the same object is sent once more; zero for never
 * @param giveUpAfter how long a store may refuse, other than for the moment, before the log fails
 * @param ringBytes of recent entries kept in memory for reading
 * @param coalesceBytes two entries of an object that are no further apart are fetched together
 * @param rollUpObjects after how many objects an index run is made of their indexes
 * @param rollUpBytes or after how many bytes of them
 * @param maxRunBytes index runs that are merged make no larger one
 * @param indexCacheBytes of index runs kept in memory
 * @param maxPutsPerSecond of slots; 0 for any number
 * @param readLease how long a proof that nobody has replaced this node is good for; zero if nobody can
 * @param compaction how entries move, and objects are deleted
 * @param reads how much of what is read again is under way and in memory
 */
public record LogSettings(
        int flushBytes,
        int maxObjectBytes,
        Duration minSpacing,
        Duration linger,
        int window,
        Duration hedgeAfter,
        Duration giveUpAfter,
        long ringBytes,
        int coalesceBytes,
        int rollUpObjects,
        int rollUpBytes,
        int maxRunBytes,
        long indexCacheBytes,
        int maxPutsPerSecond,
        Duration readLease,
        Compaction compaction,
        Reads reads) {
    /**
     * @param aheadBytes read ahead of one reader at most; zero for never
     * @param allAheadBytes read ahead of all readers together
     * @param fetchBytes under way from the store for readers at a time; the others wait in turn
     * @param cacheBytes of what was fetched that are kept
     */
    public record Reads(int aheadBytes, long allAheadBytes, long fetchBytes, long cacheBytes) {
        public Reads {
            require(
                    aheadBytes >= 0 && allAheadBytes >= 0 && fetchBytes > 0 && cacheBytes >= 0,
                    "read-ahead-bytes, read-ahead-all-bytes and block-cache-bytes are not negative, and fetch-bytes is"
                            + " positive");
        }
    }

    /**
     * @param segmentBytes a segment is ended as soon as it has so many; slots with as many are rolled up
     * @param fragmentBytes entries do not move that lie in pieces of so many bytes of one entity
     * @param emptySlots whether entries leave their slots however they lie
     * @param deleteAfter how long objects stay that nothing names any more
     * @param sweepInterval how often it is looked whether many entries are wanted no more; zero for never
     * @param keepEndedLogs for how long what fences the writers of logs that have ended stays there
     * @param forgetEnded entities that have ended are forgotten when they are so many, and an eighth of all
     */
    public record Compaction(
            int segmentBytes,
            int fragmentBytes,
            boolean emptySlots,
            Duration deleteAfter,
            Duration sweepInterval,
            Duration keepEndedLogs,
            int forgetEnded) {
        public Compaction {
            require(
                    segmentBytes >= SMALLEST_OBJECT && segmentBytes <= LARGEST_OBJECT && fragmentBytes >= 0,
                    "segment-bytes is 1 KiB to 64 MiB, and fragment-bytes not negative, were " + segmentBytes + " and "
                            + fragmentBytes);
            require(
                    !deleteAfter.isNegative() && !sweepInterval.isNegative(),
                    "delete-after and sweep-interval are not negative");
            require(forgetEnded > 0, "forget-ended is positive, was " + forgetEnded);
        }
    }

    private static final Duration S3_HEDGE_AFTER = Duration.ofMillis(50);
    private static final Duration S3_READ_LEASE = Duration.ofSeconds(1);
    private static final Duration LONGEST_LEASE = Duration.ofMinutes(1);
    private static final int RING_SHARE = 32;
    private static final int S3_RING_SHARE = 8;
    private static final Duration SHORTEST_KEPT = Duration.ofHours(1); // no request is under way for so long
    private static final int SMALL_RUN = 8 << 20;
    private static final int LARGE_RUN = 64 << 20;
    private static final int LARGEST_RUN = 1 << 30;
    private static final int SMALL_SEGMENT = 4 << 20;
    private static final int LARGE_SEGMENT = 16 << 20;
    private static final int SMALLEST_OBJECT = 1024;
    private static final int LARGEST_OBJECT = 64 << 20;
    private static final int MOST_PUTS = 1_000_000;
    static final int WIDEST_WINDOW = 1024;

    public LogSettings {
        require(
                flushBytes >= SMALLEST_OBJECT && flushBytes <= maxObjectBytes && maxObjectBytes <= LARGEST_OBJECT,
                "flush-bytes and max-object-bytes are 1 KiB to 64 MiB, the second not less than the first, were "
                        + flushBytes + " and " + maxObjectBytes);
        require(window >= 1 && window <= WIDEST_WINDOW, "window is 1 to " + WIDEST_WINDOW + ", was " + window);
        require(
                !minSpacing.isNegative()
                        && !linger.isNegative()
                        && !hedgeAfter.isNegative()
                        && !giveUpAfter.isNegative(),
                "min-spacing, linger, hedge-after and give-up-after are not negative");
        require(
                maxPutsPerSecond >= 0 && maxPutsPerSecond <= MOST_PUTS,
                "max-puts-per-second is 0 to " + MOST_PUTS + ", was " + maxPutsPerSecond);
        require(
                !readLease.isNegative() && readLease.compareTo(LONGEST_LEASE) <= 0,
                "read-lease is 0 to " + LONGEST_LEASE.toSeconds() + " s, was " + readLease.toMillis() + " ms");
        require(
                ringBytes >= 0 && coalesceBytes >= 0 && indexCacheBytes >= 0,
                "ring-bytes, coalesce-bytes and index-cache-bytes are not negative");
        require(
                rollUpObjects >= 1 && rollUpBytes >= 1 && maxRunBytes >= 1 && maxRunBytes <= LARGEST_RUN,
                "roll-up-objects, roll-up-bytes and max-run-bytes are positive, and the last is 1 GiB at most");
    }

    /** @param root of a configuration that has {@code runnel.log} and {@code runnel.store} */
    public static LogSettings from(Config root) {
        Config log = root.getConfig("runnel.log");
        return new LogSettings(
                intBytes(log, "flush-bytes"),
                intBytes(log, "max-object-bytes"),
                log.getDuration("min-spacing"),
                log.getDuration("linger"),
                log.getInt("window"),
                forS3(root, "hedge-after", S3_HEDGE_AFTER),
                log.getDuration("give-up-after"),
                ofHeap(log, "ring-bytes", isOnS3(root) ? S3_RING_SHARE : RING_SHARE),
                intBytes(log, "coalesce-bytes"),
                log.getInt("roll-up-objects"),
                intBytes(log, "roll-up-bytes"),
                maxRunBytes(log),
                ofHeap(log, "index-cache-bytes", 16),
                log.getInt("max-puts-per-second"),
                forS3(root, "read-lease", S3_READ_LEASE),
                new Compaction(
                        segmentBytes(log),
                        intBytes(log, "fragment-bytes"),
                        !storeOfTheLog(root).isEmpty(),
                        log.getDuration("delete-after"),
                        log.getDuration("sweep-interval"),
                        kept(log),
                        log.getInt("forget-ended")),
                new Reads(
                        intBytes(log, "read-ahead-bytes"),
                        ofHeap(log, "read-ahead-all-bytes", 16),
                        ofHeap(log, "fetch-bytes", 16),
                        ofHeap(log, "block-cache-bytes", 16)));
    }

    private static Duration kept(Config log) {
        Duration kept = log.getDuration("keep-ended-logs");
        require(
                kept.compareTo(SHORTEST_KEPT) >= 0,
                "keep-ended-logs is at least " + SHORTEST_KEPT.toHours() + " h, was " + kept.toSeconds() + " s");
        return kept;
    }

    /** A duration that is zero by default if the log is not on S3. */
    private static Duration forS3(Config root, String key, Duration byDefault) {
        Config log = root.getConfig("runnel.log");
        if (!log.getString(key).equals("auto")) {
            return log.getDuration(key);
        }
        return isOnS3(root) ? byDefault : Duration.ZERO;
    }

    private static boolean isOnS3(Config root) {
        String ofLog = storeOfTheLog(root);
        String kind = ofLog.isEmpty() ? root.getString("runnel.store.kind") : ofLog;
        return kind.equals("s3");
    }

    /** The kind of a store that is only for the log; empty if there is none. */
    private static String storeOfTheLog(Config root) {
        return root.hasPath("runnel.store.wal.kind") ? root.getString("runnel.store.wal.kind") : "";
    }

    private static int segmentBytes(Config log) {
        return log.getString("segment-bytes").equals("auto")
                ? (int) Math.max(SMALL_SEGMENT, Math.min(LARGE_SEGMENT, ofHeap(log, "segment-bytes", 32)))
                : intBytes(log, "segment-bytes");
    }

    private static int maxRunBytes(Config log) {
        return log.getString("max-run-bytes").equals("auto")
                ? (int) Math.max(SMALL_RUN, Math.min(LARGE_RUN, ofHeap(log, "max-run-bytes", 64)))
                : intBytes(log, "max-run-bytes");
    }

    private static int intBytes(Config log, String key) {
        long bytes = log.getBytes(key);
        require(bytes <= Integer.MAX_VALUE, key + " is at most " + Integer.MAX_VALUE + " bytes, was " + bytes);
        return (int) bytes;
    }

    private static long ofHeap(Config log, String key, int divisor) {
        return log.getString(key).equals("auto") ? Runtime.getRuntime().maxMemory() / divisor : log.getBytes(key);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException("runnel.log: " + message);
        }
    }
}
