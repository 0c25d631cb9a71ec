package io.runnel.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Damage is a {@link CorruptLogException} with the name of the object, whatever it does (I-CRC). */
class DamagedFormatsTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int MOST_ALLOCATED = 1 << 20; // a message and its trace; absurd are 16 MiB and more
    private static final int[] ABSURD = {
        Integer.MAX_VALUE, Integer.MAX_VALUE - 200, Integer.MIN_VALUE, -1, -2, 0x0100_0000, 0xFFFF_FF07
    };

    @ParameterizedTest
    @EnumSource
    void noFlippedBitIsOverlooked(Golden object) {
        byte[] bytes = object.bytes();
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            byte[] damaged = bytes.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertCorrupt(object, damaged, "bit " + bit % 8 + " of byte " + bit / 8);
        }
    }

    @ParameterizedTest
    @EnumSource
    void noByteOfAnotherValueIsOverlooked(Golden object) {
        byte[] bytes = object.bytes();
        for (int i = 0; i < bytes.length; i++) {
            for (int value : new int[] {0, 0x7F, 0x80, 0xFF}) {
                byte[] damaged = bytes.clone();
                damaged[i] = (byte) value;
                if (damaged[i] != bytes[i]) {
                    assertCorrupt(object, damaged, value + " as byte " + i);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anObjectThatIsCutOffAnywhereIsNoticed(Golden object) {
        byte[] bytes = object.bytes();
        for (int length = 0; length < bytes.length; length++) {
            assertCorrupt(object, Arrays.copyOf(bytes, length), "the first " + length + " bytes");
            assertCorrupt(
                    object,
                    Arrays.copyOfRange(bytes, bytes.length - length, bytes.length),
                    "the last " + length + " bytes");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anObjectWithBytesTooManyIsNoticed(Golden object) {
        byte[] bytes = object.bytes();
        for (int more = 1; more < 200; more++) {
            assertCorrupt(object, Arrays.copyOf(bytes, bytes.length + more), more + " bytes more");
            byte[] twice = Arrays.copyOf(bytes, bytes.length + more);
            System.arraycopy(bytes, 0, twice, more, bytes.length);
            assertCorrupt(object, twice, more + " bytes more at the beginning");
        }
    }

    @ParameterizedTest
    @EnumSource
    void absurdNumbersUnderARightChecksumNeitherBreakItNorReserveMemory(Golden object) {
        byte[] bytes = object.bytes();
        Checksums checksums = Checksums.in(object);
        for (int at = 0; at <= bytes.length - 4; at++) {
            for (int absurd : ABSURD) {
                byte[] damaged = bytes.clone();
                ByteBuffer.wrap(damaged).putInt(at, absurd);
                checksums.repair(damaged);
                String outcome = outcome(object, damaged);
                // Again: what the JVM itself needs the first time does not count.
                long before = THREADS.getCurrentThreadAllocatedBytes();
                outcome(object, damaged);
                long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
                assertThat(outcome).as("%x at byte %d", absurd, at).isIn("read", "corrupt");
                assertThat(allocated).as("bytes for %x at byte %d", absurd, at).isLessThan(MOST_ALLOCATED);
            }
        }
    }

    @Test
    void theEndOfAWalObjectVouchesForAllOfItButTheEntries() {
        byte[] bytes = Golden.ENTRIES.bytes();
        WalFooter footer = WalFooter.decode(bytes, bytes.length, Golden.OBJECT);
        byte[] tail = Arrays.copyOfRange(bytes, footer.indexOffset(), bytes.length);
        readTail(tail, bytes.length);
        for (int i = 0; i < tail.length; i++) {
            byte[] damaged = tail.clone();
            damaged[i] ^= 0x10;
            assertThatThrownBy(() -> readTail(damaged, bytes.length))
                    .as("byte %d of the tail", i)
                    .isInstanceOf(CorruptLogException.class)
                    .hasMessageContaining(Golden.OBJECT);
        }
    }

    @Test
    void anEntryThatIsReadAloneVouchesForItself() {
        byte[] bytes = Golden.ENTRIES.bytes();
        WalFooter footer = WalFooter.decode(bytes, bytes.length, Golden.OBJECT);
        List<IndexedEntry> index = WalIndex.decode(footer, bytes, footer.indexOffset(), Golden.OBJECT);
        for (IndexedEntry entry : index) {
            EntryRef ref = entry.ref();
            byte[] alone = Arrays.copyOfRange(bytes, ref.offset, ref.offset + ref.length());
            readAlone(alone, entry);
            for (int i = 0; i < alone.length; i++) {
                byte[] damaged = alone.clone();
                damaged[i] ^= 0x10;
                assertThatThrownBy(() -> readAlone(damaged, entry))
                        .as("byte %d of %s", i, entry)
                        .isInstanceOf(CorruptLogException.class)
                        .hasMessageContaining(Golden.OBJECT);
                byte[] cut = Arrays.copyOf(alone, i);
                assertThatThrownBy(() -> readAlone(cut, entry))
                        .as("%d bytes of %s", i, entry)
                        .isInstanceOf(CorruptLogException.class)
                        .hasMessageContaining(Golden.OBJECT);
            }
        }
    }

    private static void assertCorrupt(Golden object, byte[] damaged, String how) {
        assertThatThrownBy(() -> object.read(damaged))
                .as(how)
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining(Golden.OBJECT);
    }

    private static String outcome(Golden object, byte[] damaged) {
        try {
            object.read(damaged);
            return "read";
        } catch (CorruptLogException e) {
            return "corrupt";
        } catch (RuntimeException | OutOfMemoryError e) {
            return e.toString();
        }
    }

    private static void readTail(byte[] tail, long size) {
        WalFooter footer = WalFooter.decode(tail, size, Golden.OBJECT);
        WalIndex.decode(footer, tail, tail.length - WalFooter.SIZE - footer.indexLength(), Golden.OBJECT);
    }

    private static void readAlone(byte[] bytes, IndexedEntry entry) {
        WalEntry.decode(bytes, 0, entry.ref(), entry.key(), entry.shard(), Golden.OBJECT);
    }
}
