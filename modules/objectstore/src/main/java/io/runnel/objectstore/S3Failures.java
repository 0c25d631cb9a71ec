package io.runnel.objectstore;

import java.util.concurrent.CompletionException;
import org.apache.pekko.stream.connectors.s3.S3Exception;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What the failures of an S3 client mean. */
final class S3Failures {
    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;
    static final int PRECONDITION_FAILED = 412;
    static final int RANGE_NOT_SATISFIABLE = 416;

    private S3Failures() {}

    /** The status that the store answered with, or 0 if it did not answer. */
    static int status(Throwable failure) {
        return cause(failure) instanceof S3Exception answer
                ? answer.statusCode().intValue()
                : 0;
    }

    /** Whether the object is missing, rather than the whole bucket. */
    static boolean isNoSuchKey(Throwable failure) {
        return status(failure) == NOT_FOUND
                && !(cause(failure) instanceof S3Exception answer && "NoSuchBucket".equals(answer.code()));
    }

    static StoreException toStoreException(String call, Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof StoreException known) {
            return known;
        }
        int status = status(cause);
        return new StoreException(call + " failed: " + describe(cause), isWorthRepeating(cause, status), cause);
    }

    private static boolean isWorthRepeating(Throwable cause, int status) {
        return status == 0 ? !isWithoutCredentials(cause) : isTransient(status);
    }

    /** 409 is a write that met another one under way; the next attempt will get a clear answer. */
    static boolean isTransient(int status) {
        return status >= 500 || status == CONFLICT || status == 408 || status == 429;
    }

    private static String describe(Throwable cause) {
        if (isWithoutCredentials(cause)) {
            return "no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE";
        }
        return cause instanceof S3Exception answer
                ? answer.statusCode().intValue() + " " + answer.code() + ": " + answer.message()
                : cause.toString();
    }

    /** The SDK has no class for it, and lists half a screen of places where it has looked. */
    private static boolean isWithoutCredentials(Throwable cause) {
        return cause instanceof SdkClientException
                && String.valueOf(cause.getMessage()).startsWith("Unable to load credentials");
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? cause(failure.getCause())
                : failure;
    }
}
