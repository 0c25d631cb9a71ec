package io.runnel.leaks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBufAllocator;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What is left is found. */
class NothingIsLeftTest {
    @Test
    void aBufferThatIsLostIsFound() {
        ByteBufAllocator.DEFAULT.buffer(100).touch("the lost one");
        assertThatThrownBy(LostBuffers::assertNone).hasMessageContaining("the lost one");
        LostBuffers.assertNone();
    }

    @Test
    void aBufferThatIsReleasedIsNot() {
        ByteBufAllocator.DEFAULT.buffer(100).release();
        LostBuffers.assertNone();
    }

    @Test
    void aThreadIsFoundByTheBeginningOfItsName() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = new Thread(
                () -> {
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "leaks-test-1");
        thread.start();
        assertThat(LeftThreads.left("leaks-test-")).contains("leaks-test-1 at ");
        assertThat(LeftThreads.left("other-")).isEmpty();
        end.countDown();
        LeftThreads.assertNone("leaks-test-");
    }

    @Test
    void aConnectionIsOpenUntilTheSideThatMadeItClosesIt() throws Exception {
        assumeTrue(OpenConnections.areKnown());
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
            try (Socket accepted = server.accept()) {
                assertThat(OpenConnections.to(server.getLocalPort())).isOne();
                client.close();
                OpenConnections.assertNoneTo(server.getLocalPort());
                assertThat(accepted.isClosed()).isFalse();
            }
        }
    }
}
