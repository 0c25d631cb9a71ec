package io.runnel.s3proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The one request this module sends itself: it makes a bucket, signed in the old and simple way. */
final class BucketRequest {
    private BucketRequest() {}

    static void create(URI endpoint, String bucket, String accessKey, String secretKey) {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(Clock.systemUTC()).withZoneSameInstant(ZoneOffset.UTC));
        String toSign = "PUT\n\n\n\nx-amz-date:" + date + "\n/" + bucket;
        try {
            HttpURLConnection request =
                    (HttpURLConnection) endpoint.resolve("/" + bucket).toURL().openConnection();
            request.setRequestMethod("PUT");
            request.setRequestProperty("x-amz-date", date);
            request.setRequestProperty("Authorization", "AWS " + accessKey + ":" + hmac(secretKey, toSign));
            int status = request.getResponseCode();
            request.disconnect();
            if (status != 200) {
                throw new IllegalStateException("no bucket " + bucket + " could be made, status " + status);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("no bucket " + bucket + " could be made", e);
        }
    }

    private static String hmac(String key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA1"));
        return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
    }
}
