package io.runnel.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;

class StoreDescriptionTest {
    private static String of(String store) {
        return StoreDescription.of(
                RunnelServer.configuration(ConfigFactory.parseString("runnel.store { " + store + " }")));
    }

    @Test
    void saysWhereTheDataIs() {
        assertThat(of("kind = memory")).isEqualTo("in memory, lost at exit");
        assertThat(of("kind = local, local.root = /data")).isEqualTo("in the directory /data");
        assertThat(of("kind = local, local.root = /data, path = a/b")).isEqualTo("in the directory /data, below a/b");
        assertThat(of("kind = s3, s3 { bucket = b, endpoint = \"http://store:9000\" }, path = p"))
                .isEqualTo("in the bucket b, below p, at http://store:9000");
        assertThat(of("kind = s3, s3 { bucket = b, endpoint = \"\" }")).isEqualTo("in the bucket b");
    }

    @Test
    void saysWhereTheLogIsIfItHasAPlaceOfItsOwn() {
        assertThat(of("kind = s3, s3 { bucket = b, endpoint = \"\" }, wal { kind = local, local.root = /fast }"))
                .isEqualTo("in the bucket b; its log in the directory /fast");
    }
}
