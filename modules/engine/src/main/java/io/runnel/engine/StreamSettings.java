package io.runnel.engine;

import com.typesafe.config.Config;
import java.time.Duration;

/** How streams behave on a node; {@code runnel.streams} in reference.conf says what each means. */
record StreamSettings(
        long appendInflightBytes,
        long readInflightBytes,
        Duration idleTimeout,
        int mostResident,
        Duration askTimeout,
        int rangeBytes,
        int readAheadBytes,
        int followerCreditBytes,
        Duration minHeartbeat,
        Duration maxHeartbeat,
        Duration minRestartPause,
        Duration maxRestartPause,
        String recordStore) {

    private static final long MAX_DEFAULT_INFLIGHT = 128L << 20;
    private static final long HEAP_PER_RESIDENT = 32 << 10;

    static StreamSettings from(Config root) {
        Config streams = root.getConfig("runnel.streams");
        return new StreamSettings(
                inflight(streams, "append-inflight-bytes", 16),
                inflight(streams, "read-inflight-bytes", 8),
                streams.getDuration("idle-timeout"),
                mostResident(streams),
                root.getDuration("runnel.control.ask-timeout"),
                bytes(streams, "read-range"),
                bytes(streams, "read-ahead"),
                bytes(streams, "follower-credit"),
                streams.getDuration("heartbeat.min"),
                streams.getDuration("heartbeat.max"),
                streams.getDuration("restart-pause.min"),
                streams.getDuration("restart-pause.max"),
                streams.getString("record-store"));
    }

    private static long inflight(Config streams, String path, int shareOfHeap) {
        return streams.getString(path).equals("auto")
                ? Math.min(MAX_DEFAULT_INFLIGHT, Runtime.getRuntime().maxMemory() / shareOfHeap)
                : streams.getBytes(path);
    }

    private static int mostResident(Config streams) {
        if (streams.getString("most-resident").equals("auto")) {
            return (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / HEAP_PER_RESIDENT);
        }
        int most = streams.getInt("most-resident");
        if (most < 1) {
            throw new IllegalArgumentException("runnel.streams.most-resident must be positive, was " + most);
        }
        return most;
    }

    private static int bytes(Config config, String path) {
        return Math.toIntExact(config.getBytes(path));
    }
}
