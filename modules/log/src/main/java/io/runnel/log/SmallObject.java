package io.runnel.log;

/**
 * The frame of the log's small objects: what it is (four letters), the version of its format, its content, and the
 * CRC32C of all that.
 */
final class SmallObject {
    private SmallObject() {}

    static FormatWriter begin(int kind, int version) {
        return new FormatWriter(128).i32(kind).u8(version);
    }

    static byte[] end(FormatWriter content) {
        return content.checksum().bytes();
    }

    /**
     * @param version the newest that is known; earlier ones are, too
     * @return at the content, which must be read to its {@linkplain FormatReader#end end}
     */
    static FormatReader open(int kind, int version, byte[] bytes, String object) {
        int end = bytes.length - 4;
        FormatReader in = new FormatReader(bytes, 0, Math.max(0, end), object);
        if (end < 5 || new FormatReader(bytes, end, bytes.length, object).i32() != Crc.of(bytes, 0, end)) {
            throw in.corrupt("has a wrong checksum");
        }
        if (in.i32() != kind) {
            throw in.corrupt("is something else");
        }
        return in.version(version);
    }
}
