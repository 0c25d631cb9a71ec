package io.runnel.log;

import java.util.ArrayList;
import java.util.List;

/**
 * Who may write to a shard, and which logs may hold entries of it. Replaced by compare and swap only.
 *
 * @param epoch grows with every claim
 * @param owner the log that may be written; the last of the sources
 * @param sources all logs that may hold entries of the shard and are not in the archive, in the order of their claims
 * @param archiveVersion an archive that is no older has all logs that are not among the sources any more
 * @param nonce unlike that of any other version, so that an ETag never returns
 */
record ShardManifest(String shard, long epoch, Id owner, List<Id> sources, long archiveVersion, Id nonce) {
    private static final int KIND = 0x524E5348; // RNSH
    private static final int VERSION = 1;

    static ShardManifest first(String shard, Id owner, Id nonce) {
        return new ShardManifest(shard, 1, owner, List.of(owner), 0, nonce);
    }

    /** @param archive no older than this manifest asks for */
    ShardManifest claimedBy(Id log, Archive archive, Id newNonce) {
        List<Id> all = new ArrayList<>(sources);
        all.remove(log);
        all.removeAll(archive.logs());
        all.add(log);
        return new ShardManifest(shard, epoch + 1, log, List.copyOf(all), archive.version(), newNonce);
    }

    byte[] encode() {
        FormatWriter out = SmallObject.begin(KIND, VERSION)
                .text(shard)
                .i64(epoch)
                .id(owner)
                .id(nonce)
                .i64(archiveVersion)
                .i32(sources.size());
        sources.forEach(out::id);
        return SmallObject.end(out);
    }

    static ShardManifest decode(byte[] bytes, String object) {
        FormatReader in = SmallObject.open(KIND, VERSION, bytes, object);
        String shard = in.text();
        long epoch = in.i64();
        Id owner = in.id();
        Id nonce = in.id();
        long archiveVersion = in.i64();
        int count = in.count(16);
        List<Id> sources = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            sources.add(in.id());
        }
        in.end();
        return new ShardManifest(shard, epoch, owner, List.copyOf(sources), archiveVersion, nonce);
    }
}
