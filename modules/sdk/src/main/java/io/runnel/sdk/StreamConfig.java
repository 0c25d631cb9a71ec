package io.runnel.sdk;

import org.jspecify.annotations.Nullable;

/**
 * The configuration of a stream, or a basin's default for its streams. Null leaves a field to the default: in a request that of
 * the basin, then that of the system. A stream's configuration as read from a server may leave out what is at its default.
 *
 * @param storageClass {@code standard}, {@code express}, or what else the server knows
 * @param deleteOnEmptyMinAgeSeconds unsigned 64-bit; a stream without records for so long is deleted; 0 for never
 * @param uncapped whether timestamps of clients may lie in the future
 */
public record StreamConfig(
        @Nullable String storageClass,
        @Nullable RetentionPolicy retention,
        @Nullable TimestampingMode timestampingMode,
        @Nullable Boolean uncapped,
        @Nullable Long deleteOnEmptyMinAgeSeconds) {
    /** Everything left to defaults. */
    public static final StreamConfig DEFAULT = new StreamConfig(null, null, null, null, null);

    /** The same with this storage class. */
    public StreamConfig withStorageClass(@Nullable String value) {
        return new StreamConfig(value, retention, timestampingMode, uncapped, deleteOnEmptyMinAgeSeconds);
    }

    /** The same with this retention. */
    public StreamConfig withRetention(@Nullable RetentionPolicy value) {
        return new StreamConfig(storageClass, value, timestampingMode, uncapped, deleteOnEmptyMinAgeSeconds);
    }

    /** The same with this timestamping mode. */
    public StreamConfig withTimestampingMode(@Nullable TimestampingMode value) {
        return new StreamConfig(storageClass, retention, value, uncapped, deleteOnEmptyMinAgeSeconds);
    }

    /** The same, with timestamps in the future allowed or not. */
    public StreamConfig withUncapped(@Nullable Boolean value) {
        return new StreamConfig(storageClass, retention, timestampingMode, value, deleteOnEmptyMinAgeSeconds);
    }

    /** The same with this age for deletion when empty, in seconds. */
    public StreamConfig withDeleteOnEmptyMinAgeSeconds(@Nullable Long value) {
        return new StreamConfig(storageClass, retention, timestampingMode, uncapped, value);
    }
}
