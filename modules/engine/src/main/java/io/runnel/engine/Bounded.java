package io.runnel.engine;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/** Lengths in messages, believed only as far as the bytes go that have come. Kryo itself would reserve what a length says. */
final class Bounded {
    private Bounded() {}

    /**
     * Reads how many things follow.
     *
     * @param leastBytes what each of them takes at least
     */
    static int readCount(Input input, int leastBytes) {
        int count = input.readVarInt(true);
        int left = input.limit() - input.position();
        if (count < 0 || (long) count * leastBytes > left) {
            throw new KryoException(Integer.toUnsignedString(count) + " things of " + leastBytes
                    + " bytes do not fit the " + left + " bytes that are left");
        }
        return count;
    }

    static byte[] readBytes(Input input) {
        return input.readBytes(readCount(input, 1));
    }

    static void writeBytes(Output output, byte[] bytes, int offset, int length) {
        output.writeVarInt(length, true);
        output.writeBytes(bytes, offset, length);
    }
}
