package io.runnel.engine;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How patient a basin is; {@code runnel.streams} and {@code runnel.control} in reference.conf say what each means.
 *
 * @param journal plugin id; empty for the default of the actor system
 */
record BasinSettings(
        Duration removalDelay,
        Duration emptyCheckInterval,
        Duration streamTimeout,
        Duration resendAfter,
        Duration idleTimeout,
        int deletionWindow,
        int snapshotAfter,
        String journal,
        String snapshotStore) {

    static BasinSettings from(Config root) {
        Config streams = root.getConfig("runnel.streams");
        Config control = root.getConfig("runnel.control");
        return new BasinSettings(
                streams.getDuration("removal-delay"),
                streams.getDuration("empty-check-interval"),
                control.getDuration("stream-timeout"),
                control.getDuration("resend-after"),
                control.getDuration("idle-timeout"),
                control.getInt("deletion-window"),
                control.getInt("snapshot-after"),
                control.getString("journal"),
                control.getString("snapshot-store"));
    }
}
