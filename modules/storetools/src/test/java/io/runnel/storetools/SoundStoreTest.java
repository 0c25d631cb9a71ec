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
}
