package io.runnel.storetools;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Damage of any kind in any object is found, and the object named. {@code -Drunnel.storetools.stride=1} flips every single
 * byte, which takes some minutes.
 */
class DamageTest {
    private static final int STRIDE = Integer.getInteger("runnel.storetools.stride", 29);
    private static final Objects OBJECTS = SampleStore.written();
    private static final VerifyReport INTACT = OBJECTS.verify();

    @Test
    void aFlippedByteIsFound() {
        int at = 0;
        for (String key : OBJECTS.byKey().keySet()) {
            for (; at < OBJECTS.byKey().get(key).length; at += STRIDE) {
                assertFound(OBJECTS.flipped(key, at), key, "byte " + at + " of " + key);
            }
            at -= OBJECTS.byKey().get(key).length;
        }
    }

    @Test
    void anObjectThatWasCutShortIsFound() {
        OBJECTS.byKey().forEach((key, bytes) -> {
            for (int length : new int[] {0, 1, bytes.length / 2, bytes.length - 1}) {
                byte[] cut = java.util.Arrays.copyOf(bytes, length);
                assertFound(OBJECTS.with(key, cut), key, length + " bytes of " + key);
            }
        });
    }

    @Test
    void anObjectOfAnotherPlaceIsFound() {
        for (String prefix : List.of("wal/", "seg/", "idx/", "logs/", "shards/")) {
            List<String> keys = OBJECTS.keys(prefix);
            String key = keys.get(keys.size() - 1);
            // How far merges have come is chance: all segments may have become one. Then it is one of another store's.
            Objects source = keys.size() > 1 ? OBJECTS : SampleStore.written();
            String from = source.keys(prefix).get(0);
            assertFound(OBJECTS.with(key, source.byKey().get(from)), key, from + " as " + key);
        }
    }

    @Test
    void aMissingObjectIsFoundUnlessNothingNeedsIt() {
        Set<String> needless = new HashSet<>(INTACT.unreferenced().keys());
        Set<String> kinds = new TreeSet<>();
        for (String key : OBJECTS.byKey().keySet()) {
            VerifyReport report = OBJECTS.without(key).verify();
            if (isPerhapsUnacknowledged(key) && namesARun(key)) {
                continue; // what that run replaced has been deleted with good reason, or has not been yet
            }
            if (needless.contains(key) || isClaimOnly(key) || isPerhapsUnacknowledged(key) || isOfAnOldLog(key)) {
                assertThat(report.damage()).as(key).isEmpty();
            } else {
                assertNamed(report, key, key);
                kinds.add(ObjectName.of(key).kind().name());
            }
        }
        assertThat(kinds)
                .containsExactly("ARCHIVE", "CLUSTER", "DESCRIPTOR", "MANIFEST", "RUN", "SEGMENT", "SLOT", "SNAPSHOT");
    }

    /** The descriptor of a log that may have ended long ago. */
    private static boolean isOfAnOldLog(String key) {
        ObjectName name = ObjectName.of(key);
        return name.kind() == ObjectName.Kind.DESCRIPTOR
                && SmallObjects.archive(OBJECTS.byKey().get(ObjectName.ARCHIVE))
                        .settled()
                        .contains(name.id());
    }

    /** A shard that was claimed, and has no entries. */
    private static boolean isClaimOnly(String key) {
        ObjectName name = ObjectName.of(key);
        return name.kind() == ObjectName.Kind.MANIFEST
                && List.of(SampleStore.BASIN, SampleStore.FIRST, SampleStore.SECOND, SampleStore.THIRD).stream()
                        .noneMatch(entity -> Writing.shard(entity).equals(name.shard()));
    }

    /** The last slots of a log that has not been ended: nothing tells that they were ever there. */
    private static boolean isPerhapsUnacknowledged(String key) {
        ObjectName name = ObjectName.of(key);
        return name.kind() == ObjectName.Kind.SLOT
                && OBJECTS.openLog().equals(name.id())
                && name.number() > lastSlot(name.id()) - Writing.WINDOW;
    }

    /** Whether this slot or one after it was the first to say which index run is the latest, of those that are still there. */
    private static boolean namesARun(String key) {
        ObjectName name = ObjectName.of(key);
        return latestRun(name.id(), name.number() - 1) != latestRun(name.id(), lastSlot(name.id()));
    }

    private static long lastSlot(Id log) {
        List<String> slots = OBJECTS.keys(ObjectName.slots(log));
        return ObjectName.of(slots.get(slots.size() - 1)).number();
    }

    private static long latestRun(Id log, long slot) {
        byte[] object = OBJECTS.byKey().get(ObjectName.slot(log, slot));
        return object == null ? 0 : WalFooter.read(object, object.length).latestRun();
    }

    private static void assertFound(Objects damaged, String key, String what) {
        assertNamed(damaged.verify(), key, what);
    }

    private static void assertNamed(VerifyReport report, String key, String what) {
        assertThat(report.damage())
                .as(what)
                .anySatisfy(finding -> assertThat(finding.object())
                        .satisfiesAnyOf(
                                object -> assertThat(object).isEqualTo(key),
                                object -> assertThat(key).startsWith(object).startsWith("snapshots/")));
        assertThat(report.isSound()).isFalse();
    }
}
