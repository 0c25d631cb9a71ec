package io.runnel.sdk;

import io.runnel.model.ErrorCode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The server refused, with a status and a code. */
public final class ServerException extends RunnelException {
    /** The status that belongs to a code: with another one it promises nothing. */
    private static final Map<String, Integer> STATUS =
            new HashMap<>(Map.of("access_token_not_found", 404, "client_hangup", 499));

    private static final Set<String> RETRYABLE = Set.of(
            "request_timeout",
            "transaction_conflict",
            "rate_limited",
            "other",
            "storage",
            "hot_server",
            "server_draining",
            "unavailable",
            "upstream_timeout");

    private static final Set<String> MAY_HAVE_SIDE_EFFECTS =
            Set.of("client_hangup", "other", "request_timeout", "storage", "unavailable", "upstream_timeout");

    static {
        for (ErrorCode each : ErrorCode.values()) {
            STATUS.put(each.wireName(), each.status());
        }
    }

    private static final Set<Integer> RETRYABLE_STATUS = Set.of(408, 429, 500, 502, 503, 504);

    private final int status;
    private final String code;
    private final @Nullable Long retryAfterMillis;

    ServerException(int status, String code, String message, @Nullable Long retryAfterMillis) {
        super(
                status + " " + code + (message.isEmpty() ? "" : ": " + message),
                null,
                retryable(status, code),
                noSideEffects(status, code));
        this.status = status;
        this.code = code;
        this.retryAfterMillis = retryAfterMillis;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The code, for example {@code stream_not_found}; empty if the answer had none, as those of proxies. */
    public String code() {
        return code;
    }

    /** How long the server asks to wait before another try, in milliseconds; null if it does not say. */
    @Nullable
    Long retryAfterMillis() {
        return retryAfterMillis;
    }

    boolean isDraining() {
        return status == 503 && code.equals("server_draining");
    }

    boolean isAuthentication() {
        return status == 401 && code.equals("authn");
    }

    private static boolean retryable(int status, String code) {
        Integer own = STATUS.get(code);
        return own == null ? RETRYABLE_STATUS.contains(status) : own == status && RETRYABLE.contains(code);
    }

    /** An unknown code may come from anything on the way, so only that of a refusal (4xx) says that nothing happened. */
    private static boolean noSideEffects(int status, String code) {
        Integer own = STATUS.get(code);
        return own == null
                ? status >= 400 && status < 500 && status != 408 && status != 499
                : own == status && !MAY_HAVE_SIDE_EFFECTS.contains(code);
    }
}
