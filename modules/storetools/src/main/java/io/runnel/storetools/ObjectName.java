package io.runnel.storetools;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the key of an object says.
 *
 * @param id the log, or the entity of a snapshot; zero where there is none
 * @param number of the slot, segment, run or snapshot; 0 where there is none
 * @param shard of a manifest; of a snapshot the generation, as the key has it; empty for others
 */
record ObjectName(Kind kind, Id id, long number, String shard) {
    static final String CLUSTER = "cluster";
    static final String ARCHIVE = "archive";

    private static final Id NONE = new Id(0, 0);
    private static final Pattern OF_LOG = Pattern.compile("(wal|seg|idx)/([0-9a-f]{2})/([0-9a-f]{32})/([0-9]{1,19})");
    private static final Pattern DESCRIPTOR = Pattern.compile("logs/([0-9a-f]{2})/([0-9a-f]{32})");
    private static final Pattern MANIFEST = Pattern.compile("shards/([a-z]+-[0-9]{4,10})/manifest");
    private static final Pattern SNAPSHOT =
            Pattern.compile("snapshots/([0-9a-f]{2})/([0-9a-f]{32})/(?:([0-9]{10})-)?([0-9]{20})");

    enum Kind {
        CLUSTER,
        ARCHIVE,
        WAL_STORE,
        DESCRIPTOR,
        SLOT,
        SEGMENT,
        RUN,
        MANIFEST,
        SNAPSHOT,
        PROBE,
        STRANGE
    }

    static ObjectName of(String key) {
        return switch (key) {
            case CLUSTER -> new ObjectName(Kind.CLUSTER, NONE, 0, "");
            case ARCHIVE -> new ObjectName(Kind.ARCHIVE, NONE, 0, "");
            case "wal-store", "wal-cluster" -> new ObjectName(Kind.WAL_STORE, NONE, 0, "");
            default -> ofPath(key);
        };
    }

    private static ObjectName ofPath(String key) {
        Matcher match = OF_LOG.matcher(key);
        if (match.matches()) {
            Kind kind = switch (match.group(1)) {
                case "wal" -> Kind.SLOT;
                case "seg" -> Kind.SEGMENT;
                default -> Kind.RUN;
            };
            return exact(key, kind, match.group(3), match.group(4));
        }
        match = DESCRIPTOR.matcher(key);
        if (match.matches()) {
            return exact(key, Kind.DESCRIPTOR, match.group(2), "0");
        }
        match = SNAPSHOT.matcher(key);
        if (match.matches()) {
            String generation = match.group(3);
            return exact(key, Kind.SNAPSHOT, match.group(2), match.group(4), generation == null ? "" : generation);
        }
        match = MANIFEST.matcher(key);
        if (match.matches()) {
            return new ObjectName(Kind.MANIFEST, NONE, 0, match.group(1));
        }
        return new ObjectName(key.startsWith("probe/") ? Kind.PROBE : Kind.STRANGE, NONE, 0, "");
    }

    private static ObjectName exact(String key, Kind kind, String id, String number) {
        return exact(key, kind, id, number, "");
    }

    /** The only key there is for what it says; others are nobody's. */
    private static ObjectName exact(String key, Kind kind, String id, String number, String shard) {
        try {
            ObjectName name = new ObjectName(kind, Id.parse(id), Long.parseLong(number), shard);
            return name.key().equals(key) ? name : new ObjectName(Kind.STRANGE, NONE, 0, "");
        } catch (NumberFormatException e) {
            return new ObjectName(Kind.STRANGE, NONE, 0, "");
        }
    }

    private String key() {
        return switch (kind) {
            case DESCRIPTOR -> descriptor(id);
            case SLOT -> slot(id, number);
            case SEGMENT -> segment(id, number);
            case RUN -> run(id, number);
            case SNAPSHOT -> snapshots(id) + (shard.isEmpty() ? "" : shard + "-") + digits(number, 20);
            default -> "";
        };
    }

    static String descriptor(Id log) {
        return "logs/" + spread(log) + "/" + log;
    }

    static String slots(Id log) {
        return "wal/" + spread(log) + "/" + log + "/";
    }

    static String slot(Id log, long slot) {
        return slots(log) + digits(slot, 12);
    }

    static String segment(Id log, long number) {
        return "seg/" + spread(log) + "/" + log + "/" + digits(number, 9);
    }

    static String run(Id log, long number) {
        return "idx/" + spread(log) + "/" + log + "/" + digits(number, 9);
    }

    /** Where entries lie: a slot, or a segment if the number is negative. */
    static String place(Id log, long place) {
        return place < 0 ? segment(log, -place) : slot(log, place);
    }

    static String manifest(String shard) {
        return "shards/" + shard + "/manifest";
    }

    static String snapshots(Id key) {
        String name = key.toString();
        return "snapshots/" + name.substring(0, 2) + "/" + name + "/";
    }

    private static String spread(Id log) {
        return log.toString().substring(Id.DIGITS - 2);
    }

    private static String digits(long number, int width) {
        String digits = Long.toString(number);
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }
}
