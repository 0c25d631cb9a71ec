package io.runnel.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Where the checksums of a golden object are, and of what: for damage that they do not give away. */
final class Checksums {
    private final List<Checksum> all = new ArrayList<>();

    private record Checksum(int at, int from, int length) {}

    private Checksums() {}

    static Checksums in(Golden object) {
        Checksums checksums = new Checksums();
        byte[] bytes = object.bytes();
        switch (object) {
            case ENTRIES, SEAL, SEGMENT -> checksums.ofWal(bytes);
            case RUN, RUN_1 -> checksums.ofRun(bytes);
            default -> checksums.add(bytes.length - 4, 0, bytes.length - 4);
        }
        return checksums;
    }

    /** Makes them right. */
    void repair(byte[] bytes) {
        for (Checksum checksum : all) {
            ByteBuffer.wrap(bytes).putInt(checksum.at, Crc.of(bytes, checksum.from, checksum.length));
        }
    }

    private void ofWal(byte[] bytes) {
        WalFooter footer = WalFooter.decode(bytes, bytes.length, "wal");
        int at = WalFooter.HEADER_SIZE;
        while (at < footer.indexOffset()) {
            int length = ByteBuffer.wrap(bytes).getInt(at + 4);
            add(at, at + 4, length - 4);
            at += length;
        }
        int footerAt = bytes.length - WalFooter.SIZE;
        add(footerAt + 84, footer.indexOffset(), footer.indexLength());
        add(bytes.length - 4, footerAt, WalFooter.SIZE - 4);
    }

    private void ofRun(byte[] bytes) {
        RunFooter footer = RunFooter.decode(bytes, bytes.length, "run");
        int footerAt = bytes.length - RunFooter.SIZE;
        FormatReader in = new FormatReader(bytes, footer.directoryOffset(), footerAt, "run");
        RunDirectory directory = RunDirectory.decode(in, footer.version(), footer.directoryOffset());
        directory.blocks().forEach(block -> add(bytes, block.section()));
        directory.shards().values().forEach(section -> add(bytes, section));
        add(footerAt + 48, footer.directoryOffset(), footer.directoryLength());
        add(bytes.length - 4, footerAt, RunFooter.SIZE - 4);
    }

    /** The directory has it at the only place where its bytes are. */
    private void add(byte[] bytes, RunDirectory.Section section) {
        int at = 0;
        while (ByteBuffer.wrap(bytes).getInt(at) != section.crc()) {
            at++;
        }
        add(at, section.offset(), section.length());
    }

    private void add(int at, int from, int length) {
        all.add(new Checksum(at, from, length));
    }
}
