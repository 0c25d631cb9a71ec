package io.runnel.objectstore;

import com.typesafe.config.Config;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.pekko.stream.connectors.s3.AccessStyle;
import org.apache.pekko.stream.connectors.s3.ApiVersion;
import org.apache.pekko.stream.connectors.s3.MemoryBufferType;
import org.apache.pekko.stream.connectors.s3.RetrySettings;
import org.apache.pekko.stream.connectors.s3.S3Settings;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.InstanceProfileRegionProvider;

/**
 * How to reach one bucket.
 *
 * @param endpoint of a store other than Amazon's, http or https, without a path; the bucket is then named in the path
 * @param requestTimeout after which a request has failed
 * @param readsAtATime of objects or ranges; others wait, so that writes find a connection
 */
record S3Access(
        String bucket,
        Region region,
        Optional<URI> endpoint,
        AwsCredentialsProvider credentials,
        Duration requestTimeout,
        int readsAtATime) {
    S3Access {
        endpoint.ifPresent(S3Access::requireOrigin);
    }

    /** @param s3 the section {@code runnel.store.s3} */
    static S3Access from(Config s3) {
        Optional<URI> endpoint = Optional.of(s3.getString("endpoint"))
                .filter(url -> !url.isBlank())
                .map(URI::create);
        return new S3Access(
                s3.getString("bucket"),
                region(s3.getString("region"), endpoint.isPresent()),
                endpoint,
                credentials(s3, System.getenv()),
                s3.getDuration("request-timeout"),
                s3.getInt("reads-at-a-time"));
    }

    /** Those of variables that only this bucket has, if it has any, so that no secret is ever among the settings. */
    static AwsCredentialsProvider credentials(Config s3, Map<String, String> variables) {
        String prefix = s3.hasPath("credentials-prefix") ? s3.getString("credentials-prefix") : "";
        String key = variables.getOrDefault(prefix + "AWS_ACCESS_KEY_ID", "");
        if (prefix.isEmpty() || key.isEmpty()) {
            return DefaultCredentialsProvider.builder().build();
        }
        String secret = variables.getOrDefault(prefix + "AWS_SECRET_ACCESS_KEY", "");
        String token = variables.getOrDefault(prefix + "AWS_SESSION_TOKEN", "");
        if (secret.isEmpty()) {
            throw new StoreException(
                    prefix + "AWS_SECRET_ACCESS_KEY must be set, as " + prefix + "AWS_ACCESS_KEY_ID is", false);
        }
        return StaticCredentialsProvider.create(
                token.isEmpty()
                        ? AwsBasicCredentials.create(key, secret)
                        : AwsSessionCredentials.create(key, secret, token));
    }

    /** What is set, or else what the profile says, or the machine; any will do for a store that is not Amazon's. */
    private static Region region(String set, boolean elsewhere) {
        if (!set.isBlank()) {
            return Region.of(set);
        }
        return firstRegion(AwsProfileRegionProvider::new)
                .or(() -> elsewhere ? Optional.empty() : firstRegion(InstanceProfileRegionProvider::new))
                .orElse(Region.US_EAST_1);
    }

    private static Optional<Region> firstRegion(
            Supplier<? extends software.amazon.awssdk.regions.providers.AwsRegionProvider> provider) {
        try {
            return Optional.ofNullable(provider.get().getRegion());
        } catch (SdkClientException e) {
            return Optional.empty();
        }
    }

    private static void requireOrigin(URI endpoint) {
        boolean http = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
        boolean plain = endpoint.getPath() == null || endpoint.getPath().length() <= 1;
        if (!http || endpoint.getHost() == null || !plain) {
            throw new StoreException(
                    "the S3 endpoint must be like http://host:port or https://host, got " + endpoint, false);
        }
    }

    /** Names with a dot do not match the certificate of Amazon's host names. */
    private boolean bucketInPath() {
        return endpoint.isPresent() || bucket.indexOf('.') >= 0;
    }

    /** Where the bucket itself is; without a slash at its end unless the bucket is the host. */
    URI bucketUri() {
        String host = "s3." + region.id() + ".amazonaws.com";
        if (endpoint.isPresent()) {
            return endpoint.get().resolve("/" + bucket);
        }
        return URI.create(bucketInPath() ? "https://" + host + "/" + bucket : "https://" + bucket + "." + host + "/");
    }

    /** The same for the connector. It repeats nothing by itself: who repeats a conditional write must know it. */
    S3Settings connectorSettings() {
        RetrySettings once = RetrySettings.create(0, Duration.ofMillis(100), Duration.ofSeconds(1), 0.0);
        S3Settings settings = S3Settings.create(
                        MemoryBufferType.getInstance(), credentials, () -> region, ApiVersion.getListBucketVersion2())
                .withRetrySettings(once)
                .withAccessStyle(bucketInPath() ? AccessStyle.pathAccessStyle() : AccessStyle.virtualHostAccessStyle());
        return endpoint.isPresent() ? settings.withEndpointUrl(origin(endpoint.get())) : settings;
    }

    private static String origin(URI endpoint) {
        return endpoint.getScheme() + "://" + endpoint.getAuthority();
    }
}
