package io.runnel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.model.BasinName;
import io.runnel.model.Position;
import io.runnel.model.StreamName;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StreamInboxTest {
    private static final Reply<Position> REPLY = new Reply.Local<>();

    private final AtomicInteger wakes = new AtomicInteger();
    private final StreamInbox inbox = new StreamInbox(wakes::incrementAndGet);

    @Test
    void theActorIsWokenOnceForAllThatIsWaiting() {
        inbox.offer(call("a"));
        inbox.offer(call("b"));
        assertThat(wakes).hasValue(1);
        assertThat(inbox.take()).containsExactly(call("a"), call("b"));
        assertThat(inbox.take()).isEmpty();
        inbox.offer(call("c"));
        assertThat(wakes).hasValue(2);
    }

    @Test
    void whoClosesGetsTheRestAndNobodyElseGetsIn() {
        inbox.offer(call("a"));
        assertThat(inbox.close()).containsExactly(call("a"));
        assertThat(inbox.offer(call("b"))).isFalse();
        assertThat(inbox.close()).isEmpty();
    }

    @Test
    void itStaysOpenWhileSomethingIsInIt() {
        inbox.offer(call("a"));
        assertThat(inbox.closeIfEmpty()).isFalse();
        assertThat(inbox.offer(call("b"))).isTrue();
        inbox.take();
        assertThat(inbox.closeIfEmpty()).isTrue();
        assertThat(inbox.offer(call("c"))).isFalse();
    }

    private static StreamCall<?> call(String stream) {
        return new StreamCall.CheckTail(new BasinName("streaminbox"), new StreamName(stream), REPLY);
    }
}
