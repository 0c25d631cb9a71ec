package io.runnel.engine;

import com.typesafe.config.Config;
import java.time.Duration;

/** How streams behave on a node; {@code runnel.streams} in reference.conf says what each means. */
record StreamSettings(
        long appendInflightBytes,
        Duration idleTimeout,
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

    static StreamSettings from(Config root) {
        Config streams = root.getConfig("runnel.streams");
        return new StreamSettings(
                streams.getString("append-inflight-bytes").equals("auto")
                        ? Math.min(MAX_DEFAULT_INFLIGHT, Runtime.getRuntime().maxMemory() / 8)
                        : streams.getBytes("append-inflight-bytes"),
                streams.getDuration("idle-timeout"),
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

    private static int bytes(Config config, String path) {
        return Math.toIntExact(config.getBytes(path));
    }
}
