package io.runnel.model;

/**
 * The whole configuration of a stream, every field decided (contract 4.1).
 *
 * @param storageClass any text; a hint without effect here
 * @param uncapped whether client timestamps may lie in the future
 * @param deleteOnEmptyMinAgeSecs unsigned seconds; 0 switches delete-on-empty off
 */
public record StreamConfig(
        String storageClass,
        RetentionPolicy retention,
        TimestampingMode timestampingMode,
        boolean uncapped,
        long deleteOnEmptyMinAgeSecs) {

    /** What a stream gets where neither it nor its basin says anything. */
    public static final StreamConfig SYSTEM_DEFAULT =
            new StreamConfig("express", new RetentionPolicy.Age(604_800), TimestampingMode.CLIENT_PREFER, false, 0);
}
