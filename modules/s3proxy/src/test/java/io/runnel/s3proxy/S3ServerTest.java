package io.runnel.s3proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3ServerTest {
    @Test
    void servesUntilItIsClosed() {
        S3Server server = S3Server.inMemory();
        server.createBucket("first");
        server.close();
        assertThatThrownBy(() -> server.endpoint().toURL().openStream()).isInstanceOf(ConnectException.class);
    }

    @Test
    void keepsItsBucketsInADirectory(@TempDir Path directory) {
        try (S3Server server = S3Server.in(directory)) {
            server.createBucket("first");
        }
        assertThat(directory.resolve("first")).isDirectory();
    }
}
