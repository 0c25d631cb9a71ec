package io.runnel.objectstore;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/** GET requests beside the connector's, signed by the AWS SDK. Thread-safe. */
final class S3Requests {
    private final S3Access access;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    S3Requests(S3Access access) {
        this.access = access;
    }

    /** A request that is still to be given what it asks of the bucket. */
    SdkHttpRequest.Builder bucket() {
        return SdkHttpRequest.builder().method(SdkHttpMethod.GET).uri(access.bucketUri());
    }

    /** A request for an object. */
    SdkHttpRequest.Builder object(String key) {
        SdkHttpRequest.Builder bucket = bucket();
        String path = bucket.encodedPath();
        return bucket.encodedPath(path.endsWith("/") ? path + key : path + "/" + key);
    }

    HttpRequest signed(SdkHttpRequest.Builder request) {
        SdkHttpRequest signed = signer.sign(sign -> sign.identity(
                                access.credentials().resolveCredentials())
                        .request(request.build())
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(
                                AwsV4HttpSigner.REGION_NAME, access.region().id())
                        .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4FamilyHttpSigner.NORMALIZE_PATH, false))
                .request();
        return toPekko(signed);
    }

    private static HttpRequest toPekko(SdkHttpRequest signed) {
        HttpRequest request = HttpRequest.GET(signed.getUri().toString());
        List<RawHeader> headers = new ArrayList<>();
        signed.forEachHeader((name, values) -> {
            // The client renders it itself, from the URI.
            if (!name.equalsIgnoreCase("host")) {
                headers.add(RawHeader.create(name, String.join(",", values)));
            }
        });
        return request.addHeaders(new ArrayList<>(headers));
    }
}
