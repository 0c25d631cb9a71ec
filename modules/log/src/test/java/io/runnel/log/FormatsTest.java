package io.runnel.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What is read is what was written. */
class FormatsTest {
    private static final String OBJECT = "some/object";

    @Property(tries = 200)
    void readsSmallObjectsBack(@ForAll long seed) {
        Samples some = new Samples(seed);
        ClusterObject cluster = new ClusterObject(some.id(), 64);
        assertThat(ClusterObject.decode(cluster.encode(), OBJECT)).isEqualTo(cluster);
        LogDescriptor descriptor = some.descriptor();
        assertThat(LogDescriptor.decode(descriptor.encode(), OBJECT)).isEqualTo(descriptor);
        ShardManifest manifest = some.manifest();
        assertThat(ShardManifest.decode(manifest.encode(), OBJECT)).isEqualTo(manifest);
        Archive archive = some.archive();
        assertThat(Archive.decode(archive.encode(), OBJECT)).isEqualTo(archive);
    }

    @Property(tries = 50)
    void readsAWalObjectBack(@ForAll long seed) {
        List<LogEntry> entries = new Samples(seed).entries(40);
        byte[] bytes = wal(entries);
        List<LogEntry> read = readWal(bytes);
        assertThat(read).usingRecursiveComparison().isEqualTo(entries);
        WalFooter whole = WalFooter.decode(bytes, bytes.length, OBJECT);
        byte[] tail = Arrays.copyOfRange(bytes, bytes.length - WalFooter.SIZE, bytes.length);
        assertThat(WalFooter.decode(tail, bytes.length, OBJECT)).isEqualTo(whole);
    }

    @Test
    void aSlotMayHoldNoEntries() {
        byte[] object = wal(List.of());
        assertThat(object).hasSize(WalFooter.HEADER_SIZE + 8 + WalFooter.SIZE);
        assertThat(WalFooter.decode(object, object.length, OBJECT).kind()).isEqualTo(WalFooter.DATA);
        assertThat(index(object)).isEmpty();
    }

    @Test
    void noticesTheEntryOfAnotherEntity() {
        List<LogEntry> entries = List.of(Entries.entry(1, 0, "a"), Entries.entry(2, 0, "b"));
        byte[] object = wal(entries);
        EntryRef ref = index(object).get(0).ref();
        assertThatThrownBy(() -> WalEntry.decode(object, ref.offset, ref, new EntityKey(2, 2), Entries.SHARD, OBJECT))
                .isInstanceOf(CorruptLogException.class);
    }

    @Property(tries = 100)
    void readsARunBack(@ForAll long seed) {
        Samples some = new Samples(seed);
        List<IndexedEntry> entries = Samples.index(some.id(), 1 + (seed & 0xFFFF), some.entries(300));
        byte[] run = some.run(entries);
        assertThat(RunText.of(run, OBJECT)).isEqualTo(RunText.of(entries));
        RunText.requireKeysInFilter(run, entries);
    }

    @Property(tries = 20)
    void largePayloadsLieWhereTheIndexSaysAsWell(@ForAll long seed) {
        Random random = new Random(seed);
        List<LogEntry> entries = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            String payload = String.valueOf((char) ('a' + i)).repeat(random.nextInt(200_000));
            entries.add(Entries.entry(random.nextInt(3), i, payload));
        }
        assertThat(readWal(wal(entries))).usingRecursiveComparison().isEqualTo(entries);
    }

    private static byte[] wal(List<LogEntry> entries) {
        return WalObject.encode(Samples.CLUSTER, Samples.LOG, 77, new Id(5, 6), 1234, 9, entries)
                .bytes();
    }

    private static List<IndexedEntry> index(byte[] bytes) {
        WalFooter footer = WalFooter.decode(bytes, bytes.length, OBJECT);
        return WalIndex.decode(footer, bytes, footer.indexOffset(), OBJECT);
    }

    /** In the order in which they lie. */
    private static List<LogEntry> readWal(byte[] bytes) {
        return index(bytes).stream()
                .sorted(Comparator.comparingInt(entry -> entry.ref().offset))
                .map(entry ->
                        WalEntry.decode(bytes, entry.ref().offset, entry.ref(), entry.key(), entry.shard(), OBJECT))
                .toList();
    }
}
