package io.runnel.log;

import java.util.zip.CRC32C;

/** CRC32C, which processors compute. */
final class Crc {
    private Crc() {}

    static int of(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    /** Of a part of an array, and all of another one after it. */
    static int of(byte[] bytes, int from, int length, byte[] more) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        crc.update(more);
        return (int) crc.getValue();
    }
}
