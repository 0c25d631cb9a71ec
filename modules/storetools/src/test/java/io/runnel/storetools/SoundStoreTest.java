package io.runnel.storetools;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the engine writes is sound. */
class SoundStoreTest {
    @Test
    void aStoreThatHasSeenEverythingIsSound() {
        Objects objects = SampleStore.written();
        VerifyReport report = objects.verify();
        assertThat(report.damage()).isEmpty();
        assertThat(report.notes()).isEmpty();
        assertThat(report.isSound()).isTrue();
    }

    @Test
    void aLogIsSoundThatEndsWithASlotWithoutEntries() {
        WatchedStore store = new WatchedStore();
        Writing one = Writing.to(store);
        for (int i = 0; i < 4; i++) {
            one.records(SampleStore.FIRST, 1, "a body");
        }
        Objects open = store.until(objects -> objects.openLogEndsWithoutEntries() && objects.hasBeenCollected());
        assertSound(open);
        one.shutdown();
        try (Writing two = one.next(store)) {
            two.claimAll();
            two.records(SampleStore.FIRST, 1, "a body");
            assertSound(store.until(objects -> objects.archivedLogs() == 1));
        }
    }

    private static void assertSound(Objects objects) {
        VerifyReport report = objects.verify();
        assertThat(report.damage()).isEmpty();
        assertThat(report.isSound()).isTrue();
    }
}
