package io.runnel.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class AcksTest {
    @Test
    void countsWhatIsAcknowledged() throws IOException {
        Acks acks = new Acks(new Answers().ack(0, 1000).ack(1000, 1001).frames(3), 0);

        assertThat(acks.readAck()).isEqualTo(1000);
        assertThat(acks.readAck()).isEqualTo(1);
        assertThat(acks.readAck()).isEqualTo(-1);
    }

    @Test
    void seesAGap() throws IOException {
        Acks acks = new Acks(new Answers().ack(0, 2).ack(3, 4).frames(100), 0);
        acks.readAck();

        assertThatThrownBy(acks::readAck).hasMessageContaining("[3, 4) were acknowledged after 2");
    }
}
