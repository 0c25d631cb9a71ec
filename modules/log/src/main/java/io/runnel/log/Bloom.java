package io.runnel.log;

/** Tells for most keys that are not in a set that they are not. Ten bits a key: one in a hundred is missed. */
final class Bloom {
    private static final int BITS_PER_KEY = 10;
    private static final int PROBES = 7;

    private final byte[] bits;

    private Bloom(byte[] bits) {
        this.bits = bits;
    }

    static Bloom of(byte[] bits) {
        return new Bloom(bits);
    }

    static Bloom forKeys(int count) {
        return new Bloom(new byte[Math.max(8, (int) Math.min(Integer.MAX_VALUE / 8, (long) count * BITS_PER_KEY / 8))]);
    }

    void add(EntityKey key) {
        long hash = key.high();
        for (int i = 0; i < PROBES; i++) {
            int bit = bit(hash);
            bits[bit >>> 3] |= (byte) (1 << (bit & 7));
            hash += step(key);
        }
    }

    boolean mayContain(EntityKey key) {
        if (bits.length == 0) {
            return true;
        }
        long hash = key.high();
        for (int i = 0; i < PROBES; i++) {
            int bit = bit(hash);
            if ((bits[bit >>> 3] & 1 << (bit & 7)) == 0) {
                return false;
            }
            hash += step(key);
        }
        return true;
    }

    byte[] bits() {
        return bits;
    }

    /** Keys are hashes already: their halves do for the two hash functions that are needed. */
    private static long step(EntityKey key) {
        return key.low() | 1;
    }

    private int bit(long hash) {
        return (int) Long.remainderUnsigned(hash ^ hash >>> 32, bits.length * 8L);
    }
}
