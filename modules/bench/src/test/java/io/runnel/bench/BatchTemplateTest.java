package io.runnel.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BatchTemplateTest {
    @Test
    void fillsABatchAsFarAsTheContractAllows() {
        assertThat(BatchTemplate.recordsFor(100, 1 << 20)).isEqualTo(1000);
        assertThat(BatchTemplate.recordsFor(1024, 1 << 20)).isEqualTo(1000);
        assertThat(BatchTemplate.recordsFor(65_536, 1 << 20)).isEqualTo(16);
        assertThat(BatchTemplate.recordsFor(1 << 20, 1000)).isEqualTo(1);
    }

    @Test
    void encodesARecordAsAppendInput() {
        var message = new BatchTemplate(2, 24, 1).stamped(7, 1, 42);

        assertThat(message.remaining()).isEqualTo(2 + 2 + 16);
        assertThat(message.get()).isEqualTo((byte) 0x0A);
        assertThat(message.get()).isEqualTo((byte) 18);
        assertThat(message.get()).isEqualTo((byte) 0x1A);
        assertThat(message.get()).isEqualTo((byte) 16);
        assertThat(message.getLong()).isEqualTo(7 << 10);
        assertThat(message.getLong()).isEqualTo(42);
    }

    @Test
    void sendsAsManyAsAreWantedEachTime() {
        BatchTemplate template = new BatchTemplate(3, 24, 1);

        assertThat(template.stamped(0, 1, 42).remaining()).isEqualTo(20);
        assertThat(template.stamped(1, 3, 42).remaining()).isEqualTo(60);
    }

    @Test
    void needsRoomForItsNumbers() {
        assertThatThrownBy(() -> new BatchTemplate(1, 23, 1)).hasMessageContaining("at least 24");
    }
}
