package io.runnel.model;

import org.jspecify.annotations.Nullable;

/** A PATCH of a stream's configuration, or of the default one of a basin (contract 4.4). */
public record StreamReconfiguration(
        Change<String> storageClass,
        Change<RetentionPolicy> retention,
        Change<TimestampingMode> timestampingMode,
        Change<Boolean> uncapped,
        Change<Long> deleteOnEmptyMinAgeSecs) {

    public static final StreamReconfiguration NONE =
            new StreamReconfiguration(Change.keep(), Change.keep(), Change.keep(), Change.keep(), Change.keep());
    public static final StreamReconfiguration CLEAR_ALL =
            new StreamReconfiguration(Change.clear(), Change.clear(), Change.clear(), Change.clear(), Change.clear());

    /** The options afterwards; what is cleared takes the value it has in {@code cleared}. */
    public StreamOptions applyTo(StreamOptions current, StreamOptions cleared) {
        return new StreamOptions(
                storageClass.applyTo(current.storageClass(), cleared.storageClass()),
                retention.applyTo(current.retention(), cleared.retention()),
                timestampingMode.applyTo(current.timestampingMode(), cleared.timestampingMode()),
                uncapped.applyTo(current.uncapped(), cleared.uncapped()),
                deleteOnEmptyMinAgeSecs.applyTo(current.deleteOnEmptyMinAgeSecs(), cleared.deleteOnEmptyMinAgeSecs()));
    }

    /** The configuration of a stream afterwards; what is cleared falls back to its basin's default of this moment. */
    public StreamConfig applyTo(StreamConfig current, StreamOptions basinDefault) {
        StreamOptions whole = new StreamOptions(
                current.storageClass(),
                current.retention(),
                current.timestampingMode(),
                current.uncapped(),
                current.deleteOnEmptyMinAgeSecs());
        return applyTo(whole, basinDefault).resolve();
    }

    /** Why this change is refused with {@code 422}, or null if it is fine. */
    public @Nullable StreamError validate() {
        return retention instanceof Change.Set<RetentionPolicy> set ? StreamOptions.checkRetention(set.value()) : null;
    }
}
