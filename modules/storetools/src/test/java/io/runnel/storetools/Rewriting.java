package io.runnel.storetools;

import io.runnel.storetools.IndexRun.Directory;
import io.runnel.storetools.IndexRun.Footer;
import io.runnel.storetools.SmallObjects.RunRef;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes objects anew, with right checksums: as an engine would that errs, or is of an earlier version. */
final class Rewriting {
    private Rewriting() {}

    /** Checksums of the entries, the index and the footer of a slot's object or a segment, put right. */
    static byte[] withChecksums(byte[] changed) {
        byte[] bytes = changed.clone();
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int footer = bytes.length - WalFooter.SIZE;
        int body = buffer.getInt(footer + 76);
        int index = buffer.getInt(footer + 80);
        for (int at = WalFooter.HEADER; at < WalFooter.HEADER + body; ) {
            int length = buffer.getInt(at + 4);
            buffer.putInt(at, FormatReader.crc(bytes, at + 4, length - 4));
            at += length;
        }
        if (index > 0) {
            buffer.putInt(footer + 84, FormatReader.crc(bytes, footer - index, index));
        }
        buffer.putInt(bytes.length - 4, FormatReader.crc(bytes, footer, WalFooter.SIZE - 4));
        return bytes;
    }

    /** The same store in version 1 of all formats that have a later one; nothing must have been deleted. */
    static Objects ofVersionOne(Objects objects) {
        Objects old = objects.copy();
        Map<String, Integer> sizes = new HashMap<>();
        // In their order: each names those before with their sizes.
        for (String key : objects.keys("idx/")) {
            byte[] run = run(objects.byKey().get(key), sizes);
            sizes.put(key, run.length);
            old.byKey().put(key, run);
        }
        for (String key : objects.keys("logs/")) {
            old.byKey().put(key, descriptor(objects.byKey().get(key)));
        }
        byte[] archive = objects.byKey().get("archive");
        if (archive != null) {
            old.byKey().put("archive", archive(archive, sizes));
        }
        return old;
    }

    private static byte[] descriptor(byte[] bytes) {
        // After frame, two ids, opened, window and end: collected through, and the lease.
        int nonce = bytes.length - 4 - 16;
        byte[] old = new byte[4 + 1 + 32 + 8 + 4 + 8 + 16 + 4];
        System.arraycopy(bytes, 0, old, 0, 57);
        System.arraycopy(bytes, nonce, old, 57, 16);
        return small(old);
    }

    private static byte[] archive(byte[] bytes, Map<String, Integer> sizes) {
        SmallObjects.Archive archive = SmallObjects.archive(bytes);
        int uncollected = 4 + 16 * archive.uncollected().size();
        byte[] old = Arrays.copyOf(bytes, bytes.length - uncollected);
        int at = 4 + 1 + 8 + 16 + 4 + 16 * archive.logs().size() + 4;
        resize(old, at, archive.runs(), sizes);
        return small(old);
    }

    private static byte[] small(byte[] old) {
        old[4] = 1;
        int end = old.length - 4;
        ByteBuffer.wrap(old).putInt(end, FormatReader.crc(old, 0, end));
        return old;
    }

    private static void resize(byte[] bytes, int from, List<RunRef> runs, Map<String, Integer> sizes) {
        for (int i = 0; i < runs.size(); i++) {
            // Those that have been deleted meanwhile are of no matter.
            int size = sizes.getOrDefault(runs.get(i).key(), runs.get(i).bytes());
            ByteBuffer.wrap(bytes).putInt(from + RunRef.ENCODED * (i + 1) - 4, size);
        }
    }

    private static byte[] run(byte[] bytes, Map<String, Integer> sizes) {
        Footer footer = IndexRun.footer(bytes, bytes.length);
        Directory directory = IndexRun.directory(footer, bytes, footer.directoryOffset());
        FormatReader in = new FormatReader(bytes, footer.directoryOffset(), bytes.length);
        in.skip(1 + 4 + 8 + 4 + RunRef.ENCODED * directory.others().size());
        in.skip(4 + 16 * directory.logs().size() + 4);
        directory.shards().forEach((shard, section) -> in.skip(2 + shard.length() + 12));
        in.skip(4 + 48 * directory.blocks().size() + 4 + directory.bloom().length);
        int length = in.position() - footer.directoryOffset();
        byte[] old = Arrays.copyOf(bytes, footer.directoryOffset() + length + IndexRun.FOOTER);
        resize(old, footer.directoryOffset() + 1 + 4 + 8 + 4, directory.others(), sizes);
        int end = footer.directoryOffset() + length;
        System.arraycopy(bytes, bytes.length - IndexRun.FOOTER, old, end, IndexRun.FOOTER);
        ByteBuffer.wrap(old)
                .putInt(end + 44, length)
                .putInt(end + 48, FormatReader.crc(old, footer.directoryOffset(), length))
                .put(end + 56, (byte) 1)
                .putInt(old.length - 4, FormatReader.crc(old, end, IndexRun.FOOTER - 4));
        return old;
    }
}
