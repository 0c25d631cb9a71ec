package io.runnel.objectstore;

import io.runnel.objectstore.ObjectStore.StoredObject;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.stream.connectors.s3.ObjectMetadata;

/** Cuts out of an answer to a ranged request what was asked for. */
final class S3Range {
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+)");

    private S3Range() {}

    /** An answer without a range has the whole object: some stores do so where the range covers it. */
    static StoredObject part(ObjectMetadata metadata, byte[] bytes, long offset, int length) {
        Optional<Matcher> range = contentRange(metadata);
        long first = range.map(found -> Long.parseLong(found.group(1))).orElse(0L);
        long size = range.map(found -> Long.parseLong(found.group(3))).orElse((long) bytes.length);
        ByteSpan span = ByteSpan.of(offset, length, size);
        int from = Math.toIntExact(span.from() - first);
        byte[] part = from == 0 && span.length() == bytes.length
                ? bytes
                : Arrays.copyOfRange(bytes, from, from + span.length());
        return new StoredObject(part, S3ObjectStore.etag(metadata), size);
    }

    private static Optional<Matcher> contentRange(ObjectMetadata metadata) {
        return StreamSupport.stream(metadata.headers().spliterator(), false)
                .filter(header -> header.lowercaseName().equals("content-range"))
                .map(HttpHeader::value)
                .map(CONTENT_RANGE::matcher)
                .filter(Matcher::matches)
                .findFirst();
    }
}
