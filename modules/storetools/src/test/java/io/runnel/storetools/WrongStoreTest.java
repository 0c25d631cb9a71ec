package io.runnel.storetools;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.log.LogSettings;
import io.runnel.objectstore.MemoryObjectStore;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What no checksum shows: objects that are whole, and do not fit together, or hold what they should not. */
class WrongStoreTest {
    private static final LogSettings NO_ROLL_UPS = Writing.small(1000, 1 << 20);
    private static final String STREAM = SampleStore.FIRST;

    /** A log without any index run, of nine slots or so with one batch each; then what is given. */
    private static Objects written(Consumer<Writing> then) {
        MemoryObjectStore store = new MemoryObjectStore();
        try (Writing node = Writing.to(store, NO_ROLL_UPS)) {
            node.event(SampleStore.BASIN, "BE", Payload.streamCreated("first"));
            for (int i = 0; i < 8; i++) {
                node.records(STREAM, 2, "body");
            }
            then.accept(node);
            return Objects.of(store);
        }
    }

    private static Finding only(Objects objects) {
        List<Finding> damage = objects.verify().damage();
        assertThat(damage).hasSize(1);
        return damage.get(0);
    }

    private static void assertAffected(Finding finding, String entity, long from, long until) {
        assertThat(finding.affected()).containsExactly(new Affected(Writing.key(entity), 0, from, until));
    }

    @Test
    void isSoundAsItIsWritten() {
        assertThat(written(node -> {}).verify().damage()).isEmpty();
    }

    @Test
    void recordsThatAreThereTwiceAreFound() {
        List<Finding> damage =
                written(node -> node.wrongRecords(STREAM, 13, 3)).verify().damage();
        assertThat(damage)
                .hasSize(2)
                .allSatisfy(finding -> assertThat(finding.found()).contains("once more"));
        assertAffected(damage.get(0), STREAM, 13, 14);
        assertAffected(damage.get(1), STREAM, 14, 16);
    }

    @Test
    void recordsThatAreMissingBetweenOthersAreFound() {
        Objects objects = written(node -> node.wrongRecords(STREAM, 20, 3));
        Finding finding = only(objects);
        assertThat(finding.expected()).contains("position 16");
        assertAffected(finding, STREAM, 16, 20);
        assertThat(objects.verify().names()).containsValue("test-basin/first");
    }

    @Test
    void aSlotThatIsMissingInTheMiddleIsFoundWithItsRecords() {
        Objects objects = written(node -> {});
        String slot = ObjectName.slot(objects.openLog(), 4);
        List<Finding> damage = objects.without(slot).verify().damage();
        assertThat(damage).extracting(Finding::object).contains(slot);
        assertThat(damage).anySatisfy(finding -> assertAffected(finding, STREAM, 4, 6));
    }

    @Test
    void aBatchThatHoldsOtherRecordsThanItSaysIsFound() {
        Objects objects = written(node -> {});
        String slot = ObjectName.slot(objects.openLog(), 5);
        byte[] bytes = objects.byKey().get(slot).clone();
        StoredEntry entry = WalObject.read(bytes).entries().get(0);
        bytes[entry.payloadOffset() + 3]++; // the number of the first record
        Finding finding = only(objects.with(slot, Rewriting.withChecksums(bytes)));
        assertThat(finding.object()).isEqualTo(slot);
        assertThat(finding.expected()).contains("record 6");
        assertAffected(finding, STREAM, 6, 8);
    }

    @Test
    void anEntryUnderAnotherEntityIsFound() {
        Objects objects = written(node -> {});
        String slot = ObjectName.slot(objects.openLog(), 5);
        byte[] bytes = objects.byKey().get(slot).clone();
        bytes[WalFooter.HEADER + 20] ^= 1;
        List<Finding> damage =
                objects.with(slot, Rewriting.withChecksums(bytes)).verify().damage();
        assertThat(damage.get(0).object()).isEqualTo(slot);
        assertThat(damage.get(0).expected()).contains("as the index says");
        // Events say themselves whose they are.
        String first = ObjectName.slot(objects.openLog(), 1);
        byte[] events = objects.byKey().get(first).clone();
        events[WalFooter.HEADER + 20] ^= 1;
        events[indexRecord(events) + 12] ^= 1;
        assertThat(objects.with(first, Rewriting.withChecksums(events)).verify().damage())
                .anySatisfy(finding -> assertThat(finding.found()).contains("of " + SampleStore.BASIN));
    }

    /** Where the first record of the index begins. */
    private static int indexRecord(byte[] slot) {
        WalFooter footer = WalFooter.read(slot, slot.length);
        FormatReader in = new FormatReader(slot, footer.bodyEnd(), slot.length);
        for (int shards = in.i32(); shards > 0; shards--) {
            in.text();
        }
        in.i32();
        return in.position();
    }

    @Test
    void aStreamWhoseTimestampsDecreaseIsFound() {
        Objects objects = written(node -> {});
        String slot = ObjectName.slot(objects.openLog(), 6);
        byte[] bytes = objects.byKey().get(slot).clone();
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        StoredEntry entry = WalObject.read(bytes).entries().get(0);
        // In the entry and in the index, that of its records stays: found at both places.
        buffer.putLong(entry.offset() + 64, 1);
        buffer.putLong(indexRecord(bytes) + 48, 1);
        List<Finding> damage =
                objects.with(slot, Rewriting.withChecksums(bytes)).verify().damage();
        assertThat(damage).extracting(Finding::object).contains(slot);
        assertThat(damage).anySatisfy(finding -> assertThat(finding.expected()).contains("or later"));
    }

    @Test
    void aSealWhereTheLogGoesOnIsFound() {
        Objects objects = ended();
        Id log = ObjectName.of(objects.keys("logs/").get(0)).id();
        List<String> slots = objects.keys(ObjectName.slots(log));
        byte[] seal = objects.byKey().get(slots.get(slots.size() - 1)).clone();
        ByteBuffer.wrap(seal).putLong(WalFooter.HEADER + 32, 3);
        List<Finding> damage = objects.with(slots.get(2), Rewriting.withChecksums(seal))
                .verify()
                .damage();
        assertThat(damage).extracting(Finding::object).contains(slots.get(2));
        assertThat(damage).anySatisfy(finding -> assertAffected(finding, STREAM, 4, 6));
    }

    @Test
    void anObjectBeyondTheEndIsFound() {
        Objects objects = ended();
        Id log = ObjectName.of(objects.keys("logs/").get(0)).id();
        long end = SmallObjects.descriptor(objects.byKey().get(ObjectName.descriptor(log)))
                .end();
        assertThat(objects.with(ObjectName.slot(log, end + 3), moved(objects, log, 4, end + 3))
                        .verify()
                        .damage())
                .as("it may have been under way when the log was ended")
                .isEmpty();
        String far = ObjectName.slot(log, end + 40);
        Finding finding = only(objects.with(far, moved(objects, log, 4, end + 40)));
        assertThat(finding.object()).isEqualTo(far);
        assertThat(finding.expected()).contains("nothing beyond slot");
    }

    private static byte[] moved(Objects objects, Id log, long from, long slot) {
        byte[] bytes = objects.byKey().get(ObjectName.slot(log, from)).clone();
        ByteBuffer.wrap(bytes).putLong(bytes.length - WalFooter.SIZE + 32, slot);
        return Rewriting.withChecksums(bytes);
    }

    private static Objects ended() {
        MemoryObjectStore store = new MemoryObjectStore();
        Writing node = Writing.to(store, NO_ROLL_UPS);
        for (int i = 0; i < 8; i++) {
            node.records(STREAM, 2, "body");
        }
        node.shutdown();
        return Objects.of(store);
    }

    @Test
    void aShardThatForgetsALogIsFound() {
        Objects objects = written(node -> {});
        String key = ObjectName.manifest(Writing.shard(STREAM));
        byte[] bytes = objects.byKey().get(key).clone();
        int owner = 4 + 1 + 2 + Writing.shard(STREAM).length() + 8;
        int source = bytes.length - 4 - 16;
        Id other = ObjectName.of(objects.keys("logs/").get(0)).id();
        Id unknown = new Id(other.high() + 1, other.low());
        for (int at : new int[] {owner, source}) {
            ByteBuffer.wrap(bytes).putLong(at, unknown.high()).putLong(at + 8, unknown.low());
        }
        ByteBuffer.wrap(bytes).putInt(bytes.length - 4, FormatReader.crc(bytes, 0, bytes.length - 4));
        List<Finding> damage = objects.with(key, bytes).verify().damage();
        assertThat(damage).extracting(Finding::object).contains(key, ObjectName.descriptor(unknown));
    }

    @Test
    void recordsThatHaveExpiredAreNoDamage() {
        WatchedStore store = new WatchedStore();
        try (Writing node = Writing.to(store)) {
            for (int i = 0; i < 30; i++) {
                node.records(STREAM, 2, "body", 1);
            }
            store.until(Objects::openLogHasARun);
            do {
                node.records(STREAM, 2, "body");
            } while (store.now().namedRun() == 0);
            VerifyReport report = store.now().verify();
            assertThat(report.damage()).isEmpty();
            assertThat(report.notes())
                    .singleElement()
                    .satisfies(note -> assertThat(note.meaning()).contains("have expired"));
        }
    }
}
