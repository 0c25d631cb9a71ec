package io.runnel.sdk;

/** What is to change in the configuration of a stream, or in a basin's default for its streams. */
public record StreamReconfiguration(
        Change<String> storageClass,
        Change<RetentionPolicy> retention,
        Change<TimestampingMode> timestampingMode,
        Change<Boolean> uncapped,
        Change<Long> deleteOnEmptyMinAgeSeconds) {
    /** No change; to begin with. */
    public static final StreamReconfiguration NONE =
            new StreamReconfiguration(Change.keep(), Change.keep(), Change.keep(), Change.keep(), Change.keep());

    /** The same with this change of the storage class. */
    public StreamReconfiguration withStorageClass(Change<String> value) {
        return new StreamReconfiguration(value, retention, timestampingMode, uncapped, deleteOnEmptyMinAgeSeconds);
    }

    /** The same with this change of the retention. */
    public StreamReconfiguration withRetention(Change<RetentionPolicy> value) {
        return new StreamReconfiguration(storageClass, value, timestampingMode, uncapped, deleteOnEmptyMinAgeSeconds);
    }

    /** The same with this change of the timestamping mode. */
    public StreamReconfiguration withTimestampingMode(Change<TimestampingMode> value) {
        return new StreamReconfiguration(storageClass, retention, value, uncapped, deleteOnEmptyMinAgeSeconds);
    }

    /** The same with this change of whether timestamps may lie in the future. */
    public StreamReconfiguration withUncapped(Change<Boolean> value) {
        return new StreamReconfiguration(storageClass, retention, timestampingMode, value, deleteOnEmptyMinAgeSeconds);
    }

    /** The same with this change of the age for deletion when empty, in seconds. */
    public StreamReconfiguration withDeleteOnEmptyMinAgeSeconds(Change<Long> value) {
        return new StreamReconfiguration(storageClass, retention, timestampingMode, uncapped, value);
    }
}
