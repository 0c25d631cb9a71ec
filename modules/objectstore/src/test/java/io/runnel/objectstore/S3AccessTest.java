package io.runnel.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/** Whose credentials a bucket is asked with. */
class S3AccessTest {
    private static final Config WAL = ConfigFactory.parseString("credentials-prefix = S2LITE_WAL_");

    @Test
    void theBucketOfTheLogMayHaveCredentialsOfItsOwn() {
        assertThat(S3Access.credentials(
                                WAL,
                                Map.of("S2LITE_WAL_AWS_ACCESS_KEY_ID", "k", "S2LITE_WAL_AWS_SECRET_ACCESS_KEY", "s"))
                        .resolveCredentials())
                .isEqualTo(AwsBasicCredentials.create("k", "s"));
        assertThat(S3Access.credentials(
                                WAL,
                                Map.of(
                                        "S2LITE_WAL_AWS_ACCESS_KEY_ID",
                                        "k",
                                        "S2LITE_WAL_AWS_SECRET_ACCESS_KEY",
                                        "s",
                                        "S2LITE_WAL_AWS_SESSION_TOKEN",
                                        "t"))
                        .resolveCredentials())
                .isEqualTo(AwsSessionCredentials.create("k", "s", "t"));
    }

    @Test
    void otherwiseTheyAreThoseOfTheOtherBucket() {
        assertThat(S3Access.credentials(WAL, Map.of("AWS_ACCESS_KEY_ID", "k")))
                .isInstanceOf(DefaultCredentialsProvider.class);
        assertThat(S3Access.credentials(ConfigFactory.empty(), Map.of("S2LITE_WAL_AWS_ACCESS_KEY_ID", "k")))
                .isInstanceOf(DefaultCredentialsProvider.class);
    }

    @Test
    void halfOfThemIsRefused() {
        assertThatThrownBy(() -> S3Access.credentials(WAL, Map.of("S2LITE_WAL_AWS_ACCESS_KEY_ID", "k")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("S2LITE_WAL_AWS_SECRET_ACCESS_KEY must be set");
    }
}
