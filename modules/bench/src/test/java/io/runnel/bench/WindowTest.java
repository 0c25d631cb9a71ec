package io.runnel.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class WindowTest {
    @Test
    void givesBackBatchesInTheOrderTheyWereSent() throws Exception {
        Window window = new Window(1000, 100);
        window.awaitRoom(5);
        window.add(5, 11);
        window.awaitRoom(3);
        window.add(3, 12);

        assertThat(window.oldestSentNanos()).isEqualTo(11);
        assertThat(window.leave()).isEqualTo(5);
        assertThat(window.oldestSentNanos()).isEqualTo(12);
        assertThat(window.leave()).isEqualTo(3);
        assertThatThrownBy(window::oldestSentNanos).isInstanceOf(BrokenAnswerException.class);
    }

    @Test
    void waitsForRoom() throws Exception {
        Window window = new Window(1000, 100);
        window.add(8, 0);
        CompletableFuture<Void> entered = enter(window, 3);

        assertThat(entered).isNotDone();
        window.leave();
        entered.get();
    }

    @Test
    void letsABatchThatIsTooLargeGoAlone() throws Exception {
        new Window(10, 100).awaitRoom(1000);
    }

    @Test
    void endsTheWaitWhenTheSessionFails() {
        Window window = new Window(1000, 100);
        window.add(10, 0);
        CompletableFuture<Void> entered = enter(window, 1);
        window.fail(new IllegalStateException("broken"));

        assertThatThrownBy(entered::get).hasRootCauseMessage("broken");
    }

    private static CompletableFuture<Void> enter(Window window, int records) {
        return CompletableFuture.runAsync(() -> {
            try {
                window.awaitRoom(records);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
