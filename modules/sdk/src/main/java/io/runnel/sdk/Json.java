package io.runnel.sdk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** JSON as trees: only calls that are rare use it. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final BigInteger MAX = BigInteger.ONE.shiftLeft(64);

    private Json() {}

    /** @throws ProtocolException if it is none */
    static JsonNode parse(byte[] document) {
        try {
            return MAPPER.readTree(document);
        } catch (IOException e) {
            throw new ProtocolException("the answer is no JSON");
        }
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    static BigInteger unsigned(long value) {
        BigInteger signed = BigInteger.valueOf(value);
        return signed.signum() < 0 ? signed.add(MAX) : signed;
    }

    /** @throws ProtocolException if it is not there */
    static JsonNode required(JsonNode node, String field) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) {
            throw new ProtocolException("the answer lacks `" + field + "`");
        }
        return value;
    }

    static long u64(JsonNode node, String field) {
        JsonNode value = required(node, field);
        if (!value.isIntegralNumber()) {
            throw new ProtocolException("`" + field + "` of the answer is no integer");
        }
        return value.bigIntegerValue().longValue();
    }

    static Position position(JsonNode node) {
        return new Position(u64(node, "seq_num"), u64(node, "timestamp"));
    }

    static String text(JsonNode node, String field) {
        return required(node, field).asText();
    }

    static @Nullable String textOrNull(JsonNode node, String field) {
        return node.hasNonNull(field) ? node.get(field).asText() : null;
    }

    static Instant instant(JsonNode node, String field) {
        try {
            return Instant.parse(text(node, field));
        } catch (DateTimeParseException e) {
            throw new ProtocolException("`" + field + "` of the answer is no time");
        }
    }

    static @Nullable Instant instantOrNull(JsonNode node, String field) {
        return node.hasNonNull(field) ? instant(node, field) : null;
    }
}
