package io.runnel.log;

/** The names of the log's objects; {@code docs/formats.md} lists them. */
final class ObjectKeys {
    static final String CLUSTER = "cluster";
    static final String ARCHIVE = "archive";
    /** What the keys of all descriptors begin with. */
    static final String LOGS = "logs/";
    /** What the keys of all shards' manifests begin with. */
    static final String SHARDS = "shards/";

    private static final String MANIFEST = "/manifest";

    private ObjectKeys() {}

    static String descriptor(Id log) {
        return LOGS + spread(log) + "/" + log;
    }

    static String slot(Id log, long slot) {
        return slots(log) + digits(slot, 12);
    }

    /** Whether a key is that of a slot of the log, of this one or a later. */
    static boolean isSlotFrom(Id log, long slot, String key) {
        String first = slot(log, slot);
        return key.startsWith(slots(log)) && (key.length() > first.length() || key.compareTo(first) >= 0);
    }

    static String segment(Id log, long number) {
        return segments(log) + digits(number, 9);
    }

    static String run(Id log, long number) {
        return runs(log) + digits(number, 9);
    }

    /** What the keys of all slots of a log begin with; there is the same for segments and index runs. */
    static String slots(Id log) {
        return "wal/" + spread(log) + "/" + log + "/";
    }

    static String segments(Id log) {
        return "seg/" + spread(log) + "/" + log + "/";
    }

    static String runs(Id log) {
        return "idx/" + spread(log) + "/" + log + "/";
    }

    static String shard(String shard) {
        return SHARDS + shard + MANIFEST;
    }

    /** The shard of a manifest. */
    static String shardOf(String key) {
        return key.substring(SHARDS.length(), key.length() - MANIFEST.length());
    }

    /** Stores spread their load by the beginnings of keys, so logs must not begin alike: with the time. */
    private static String spread(Id log) {
        String name = log.toString();
        return name.substring(name.length() - 2);
    }

    private static String digits(long number, int width) {
        String digits = Long.toString(number);
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }
}
