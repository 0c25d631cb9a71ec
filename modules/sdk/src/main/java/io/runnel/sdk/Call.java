package io.runnel.sdk;

import io.netty.handler.codec.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is asked of the server, but for its address, the token and what every request carries. Not thread-safe. */
final class Call {
    static final String JSON = "application/json";
    static final String PROTOBUF = "application/protobuf";
    static final String SESSION = "s2s/proto";

    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    final String operation;
    final HttpMethod method;
    final String path;
    /** Null for calls about the account. */
    final @Nullable String basin;

    final Map<String, String> headers = new LinkedHashMap<>(4);
    private final StringBuilder query = new StringBuilder();
    byte @Nullable [] body;
    /** Of the stream. */
    @Nullable
    EncryptionKey key;
    /** How much longer than usual the answer may take. */
    long moreSeconds;
    /** An append, which is not to be repeated at will. */
    boolean append;

    private Call(String operation, HttpMethod method, String path, @Nullable String basin) {
        this.operation = operation;
        this.method = method;
        this.path = path;
        this.basin = basin;
    }

    static Call account(String operation, HttpMethod method, String path) {
        return new Call(operation, method, path, null);
    }

    static Call basin(String operation, HttpMethod method, String path, String basin) {
        return new Call(operation, method, path, basin);
    }

    Call query(String name, @Nullable Object value) {
        if (value != null) {
            query.append(query.isEmpty() ? '?' : '&').append(name).append('=').append(segment(value.toString()));
        }
        return this;
    }

    Call header(String name, @Nullable String value) {
        if (value != null) {
            headers.put(name, value);
        }
        return this;
    }

    Call json(byte[] document) {
        body = document;
        return header("content-type", JSON);
    }

    /** Path and query. */
    String target() {
        return path + query;
    }

    /** As one segment of a path, or a value of a query: whatever is not plain is percent-encoded. */
    static String segment(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (UNRESERVED.indexOf(b) >= 0) {
                encoded.append((char) b);
            } else {
                encoded.append('%')
                        .append(Character.toUpperCase(Character.forDigit(b >> 4 & 15, 16)))
                        .append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
            }
        }
        return encoded.toString();
    }
}
