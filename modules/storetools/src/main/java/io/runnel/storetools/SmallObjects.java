package io.runnel.storetools;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The small objects that everything else is found from. */
final class SmallObjects {
    private static final int WIDEST_WINDOW = 1024;
    private static final int CLUSTER = 0x524E434C; // RNCL
    private static final int DESCRIPTOR = 0x524E4C44; // RNLD
    private static final int MANIFEST = 0x524E5348; // RNSH
    private static final int ARCHIVE = 0x524E4152; // RNAR

    private SmallObjects() {}

    record Cluster(Id id, int shards) {}

    /** @param end the first slot without entries; 0 while the log is open */
    record Descriptor(
            Id cluster,
            Id log,
            long openedMillis,
            int window,
            long end,
            long collectedThrough,
            int readLeaseMillis,
            long keptMillis,
            int version) {
        boolean sealed() {
            return end != 0;
        }
    }

    record Manifest(String shard, long epoch, Id owner, long archiveVersion, List<Id> sources) {}

    /** Names an index run and says what it is. */
    record RunRef(Id log, long number, int level, int bytes) {
        static final int ENCODED = 32;

        static RunRef read(FormatReader in) {
            return new RunRef(in.id(), in.i64(), in.i32(), in.i32());
        }

        String key() {
            return ObjectName.run(log, number);
        }
    }

    record Archive(long version, List<Id> logs, List<RunRef> runs, List<Id> uncollected, int format) {
        static final Archive NONE = new Archive(0, List.of(), List.of(), List.of(), 0);

        /** Logs that need no descriptor any more, a while after they have ended. */
        Set<Id> settled() {
            Set<Id> settled = new HashSet<>(logs);
            uncollected.forEach(settled::remove);
            return settled;
        }
    }

    /** A frame that has been opened: at its content. */
    private record Frame(FormatReader in, int version) {}

    static Cluster cluster(byte[] bytes) {
        FormatReader in = open(CLUSTER, "RNCL", 1, bytes).in;
        Cluster cluster = new Cluster(in.id(), in.i32());
        in.end();
        require(cluster.shards > 0, "a positive number of shards", cluster.shards);
        return cluster;
    }

    static Descriptor descriptor(byte[] bytes) {
        Frame frame = open(DESCRIPTOR, "RNLD", 4, bytes);
        FormatReader in = frame.in;
        Descriptor descriptor = new Descriptor(
                in.id(),
                in.id(),
                in.i64(),
                in.i32(),
                in.i64(),
                frame.version == 1 ? 0 : in.i64(),
                frame.version <= 2 ? 0 : in.i32(),
                frame.version <= 3 ? 0 : in.i64(),
                frame.version);
        in.id(); // the nonce
        in.end();
        require(
                descriptor.window >= 1 && descriptor.window <= WIDEST_WINDOW,
                "a window of 1 to " + WIDEST_WINDOW,
                descriptor.window);
        require(descriptor.readLeaseMillis >= 0, "a read lease of 0 or more", descriptor.readLeaseMillis);
        require(descriptor.keptMillis >= 0, "to be kept for 0 ms or more", descriptor.keptMillis);
        require(descriptor.end >= 0, "an end of 0 or more", descriptor.end);
        require(
                descriptor.collectedThrough >= 0
                        && (!descriptor.sealed() || descriptor.collectedThrough < descriptor.end),
                "collected through a slot below the end " + descriptor.end,
                descriptor.collectedThrough);
        return descriptor;
    }

    static Manifest manifest(byte[] bytes) {
        FormatReader in = open(MANIFEST, "RNSH", 1, bytes).in;
        String shard = in.text();
        long epoch = in.i64();
        Id owner = in.id();
        in.id(); // the nonce
        Manifest manifest = new Manifest(shard, epoch, owner, in.i64(), ids(in));
        in.end();
        require(epoch > 0, "an epoch of 1 or more", epoch);
        require(manifest.archiveVersion >= 0, "an archive version of 0 or more", manifest.archiveVersion);
        List<Id> sources = manifest.sources;
        require(
                !sources.isEmpty() && sources.get(sources.size() - 1).equals(owner),
                "the owner " + owner + " as the last source",
                sources);
        require(new HashSet<>(sources).size() == sources.size(), "each source once", sources);
        return manifest;
    }

    static Archive archive(byte[] bytes) {
        Frame frame = open(ARCHIVE, "RNAR", 2, bytes);
        FormatReader in = frame.in;
        long version = in.i64();
        in.id(); // the nonce
        List<Id> logs = ids(in);
        List<RunRef> runs = new ArrayList<>();
        for (int left = in.count(RunRef.ENCODED); left > 0; left--) {
            runs.add(RunRef.read(in));
        }
        Archive archive =
                new Archive(version, logs, List.copyOf(runs), frame.version == 1 ? logs : ids(in), frame.version);
        in.end();
        require(version > 0, "a version of 1 or more", version);
        Set<Id> known = new HashSet<>(logs);
        require(known.size() == logs.size(), "each log once", logs);
        require(new HashSet<>(runs).size() == runs.size(), "each run once", runs);
        require(known.containsAll(archive.uncollected), "only logs of the archive as uncollected", archive.uncollected);
        return archive;
    }

    private static Frame open(int kind, String name, int newest, byte[] bytes) {
        int end = bytes.length - 4;
        if (end < 5) {
            throw new DamagedException("an object of kind " + name, bytes.length + " bytes");
        }
        FormatReader.requireCrc(new FormatReader(bytes, end, bytes.length).i32(), bytes, 0, end, "the object");
        FormatReader in = new FormatReader(bytes, 0, end);
        int found = in.i32();
        require(found == kind, "an object of kind " + name, Integer.toHexString(found));
        int version = in.u8();
        require(version >= 1 && version <= newest, "version 1 to " + newest + " of its format", version);
        return new Frame(in, version);
    }

    private static List<Id> ids(FormatReader in) {
        List<Id> ids = new ArrayList<>();
        for (int left = in.count(16); left > 0; left--) {
            ids.add(in.id());
        }
        return List.copyOf(ids);
    }

    static void require(boolean holds, String expected, Object found) {
        if (!holds) {
            throw new DamagedException(expected, String.valueOf(found));
        }
    }
}
