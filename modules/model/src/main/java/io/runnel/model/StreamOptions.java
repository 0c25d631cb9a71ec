package io.runnel.model;

import org.jspecify.annotations.Nullable;

/**
 * A stream configuration as requested: every field may be left open. Two requests are the same for idempotency exactly
 * if they are equal (contract 4.6), so an explicit default differs from an absent field.
 */
public record StreamOptions(
        @Nullable String storageClass,
        @Nullable RetentionPolicy retention,
        @Nullable TimestampingMode timestampingMode,
        @Nullable Boolean uncapped,
        @Nullable Long deleteOnEmptyMinAgeSecs) {

    public static final StreamOptions NONE = new StreamOptions(null, null, null, null, null);

    /** These options, and where they are open those of {@code fallback} (contract 4.5). */
    public StreamOptions over(StreamOptions fallback) {
        return new StreamOptions(
                storageClass != null ? storageClass : fallback.storageClass,
                retention != null ? retention : fallback.retention,
                timestampingMode != null ? timestampingMode : fallback.timestampingMode,
                uncapped != null ? uncapped : fallback.uncapped,
                deleteOnEmptyMinAgeSecs != null ? deleteOnEmptyMinAgeSecs : fallback.deleteOnEmptyMinAgeSecs);
    }

    /** The configuration of a stream created with these options, already laid over those of its basin. */
    public StreamConfig resolve() {
        StreamConfig system = StreamConfig.SYSTEM_DEFAULT;
        return new StreamConfig(
                storageClass != null ? storageClass : system.storageClass(),
                retention != null ? retention : system.retention(),
                timestampingMode != null ? timestampingMode : system.timestampingMode(),
                uncapped != null ? uncapped : system.uncapped(),
                deleteOnEmptyMinAgeSecs != null ? deleteOnEmptyMinAgeSecs : system.deleteOnEmptyMinAgeSecs());
    }

    /** Why these options are refused with {@code 422}, or null if they are fine. */
    public @Nullable StreamError validate() {
        return checkRetention(retention);
    }

    static @Nullable StreamError checkRetention(@Nullable RetentionPolicy retention) {
        return retention instanceof RetentionPolicy.Age age && age.seconds() == 0
                ? StreamError.invalid("retention_policy age must be greater than 0 seconds, got 0")
                : null;
    }
}
