package io.runnel.objectstore;

import io.runnel.objectstore.ObjectStore.StoredObject;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts out of an answer to a ranged request what was asked for. */
final class S3Range {
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+)");

    private S3Range() {}

    /** An answer without a range has the whole object: some stores do so where the range covers it. */
    static StoredObject part(S3Reading.Answer answer, long offset, int length) {
        byte[] bytes = answer.bytes();
        String header = answer.contentRange();
        Matcher range = CONTENT_RANGE.matcher(header == null ? "" : header);
        boolean partial = range.matches();
        long first = partial ? Long.parseLong(range.group(1)) : 0;
        long size = partial ? Long.parseLong(range.group(3)) : bytes.length;
        ByteSpan span = ByteSpan.of(offset, length, size);
        int from = Math.toIntExact(span.from() - first);
        byte[] part = from == 0 && span.length() == bytes.length
                ? bytes
                : Arrays.copyOfRange(bytes, from, from + span.length());
        return new StoredObject(part, answer.etag(), size);
    }
}
