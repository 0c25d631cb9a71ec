package io.runnel.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.handler.codec.http.HttpHeaders;
import io.runnel.wire.Compression;
import org.jspecify.annotations.Nullable;

/** A whole answer, decompressed. */
@SuppressWarnings("ArrayRecordComponent") // a holder
record Answer(int status, HttpHeaders headers, byte[] body) {
    /** Far more than any answer of the API has. */
    static final int MAX_BODY_BYTES = 256 << 20;

    /** @throws ProtocolException if the body cannot be decompressed */
    static Answer of(int status, HttpHeaders headers, byte[] raw) {
        String coding = headers.get("content-encoding");
        Compression compression = coding == null
                ? Compression.NONE
                : switch (coding) {
                    case "gzip" -> Compression.GZIP;
                    case "zstd" -> Compression.ZSTD;
                    case "identity" -> Compression.NONE;
                    default -> throw new ProtocolException("the answer has the unknown encoding " + coding);
                };
        if (compression == Compression.NONE) {
            return new Answer(status, headers, raw);
        }
        try {
            return new Answer(status, headers, compression.decompress(raw, 0, raw.length, MAX_BODY_BYTES));
        } catch (Compression.CorruptException e) {
            throw new ProtocolException("the answer cannot be decompressed: " + e.getMessage());
        }
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    JsonNode json() {
        return Json.parse(body);
    }

    /** What the answer refuses with. */
    RunnelException failure() {
        return failure(status, body, retryAfterMillis());
    }

    /** The failure that a status and a body of JSON stand for, of an answer or of the last frame of a session. */
    static RunnelException failure(int status, byte[] body, @Nullable Long retryAfterMillis) {
        JsonNode json;
        try {
            json = Json.parse(body);
        } catch (ProtocolException e) {
            return new ServerException(status, "", "", retryAfterMillis);
        }
        if (status == 412 && json.hasNonNull("seq_num_mismatch")) {
            return new SeqNumMismatchException(Json.u64(json, "seq_num_mismatch"));
        }
        if (status == 412 && json.hasNonNull("fencing_token_mismatch")) {
            return new FencingTokenMismatchException(
                    json.get("fencing_token_mismatch").asText());
        }
        if (status == 416 && json.hasNonNull("tail")) {
            return new RangeNotSatisfiableException(Json.position(json.get("tail")));
        }
        return new ServerException(
                status, json.path("code").asText(), json.path("message").asText(), retryAfterMillis);
    }

    private @Nullable Long retryAfterMillis() {
        String value = headers.get("retry-after-ms");
        if (value == null) {
            return null;
        }
        try {
            long millis = Long.parseLong(value.strip());
            return millis < 0 ? null : millis;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
