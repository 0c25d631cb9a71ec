package io.runnel.commands;

import io.runnel.console.CommandFailure;
import io.runnel.sdk.AccessTokenInfo;
import io.runnel.sdk.Await;
import io.runnel.sdk.BasinConfig;
import io.runnel.sdk.ListOptions;
import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.StreamConfig;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Two things whose configurations can be compared. */
record Comparison(Side left, Side right) {
    private static final String SCHEME = "s2://";

    /** What can be compared. */
    enum Kind {
        BASIN("basin"),
        STREAM("stream"),
        ACCESS_TOKEN("access-token");

        private final String wireName;

        Kind(String wireName) {
            this.wireName = wireName;
        }

        @Override
        public String toString() {
            return wireName;
        }
    }

    /**
     * One of the two.
     *
     * @param name of a stream {@code basin/stream}
     */
    record Side(Kind kind, String name) {
        private static Side of(String text, @Nullable Kind kind) {
            if (text.startsWith(SCHEME)) {
                String name = text.substring(SCHEME.length()).replaceFirst("^([^/]*)/$", "$1");
                Kind own = name.indexOf('/') < 0 ? Kind.BASIN : Kind.STREAM;
                if (kind == Kind.ACCESS_TOKEN) {
                    throw new IllegalArgumentException(text + " is no access token");
                }
                return new Side(own, name);
            }
            if (kind == null) {
                throw new IllegalArgumentException(
                        "what is " + text + "? Say s2://" + text + ", or --resource basin, stream or access-token");
            }
            if (kind == Kind.STREAM && text.indexOf('/') < 1) {
                throw new IllegalArgumentException("a stream is named BASIN/STREAM, was " + text);
            }
            return new Side(kind, text);
        }

        String basin() {
            return kind == Kind.STREAM ? name.substring(0, name.indexOf('/')) : name;
        }

        String stream() {
            return name.substring(name.indexOf('/') + 1);
        }
    }

    /** @throws IllegalArgumentException if they cannot be compared */
    static Comparison of(String left, String right, @Nullable Kind kind) {
        Comparison comparison = new Comparison(Side.of(left, kind), Side.of(right, kind));
        Side one = comparison.left;
        Side other = comparison.right;
        if (one.kind() != other.kind()) {
            if (one.kind() == Kind.ACCESS_TOKEN || other.kind() == Kind.ACCESS_TOKEN) {
                throw new IllegalArgumentException("a " + one.kind() + " cannot be compared with a " + other.kind()
                        + "; a stream can with its basin");
            }
            if (!one.basin().equals(other.basin())) {
                throw new IllegalArgumentException("a stream is compared with the defaults of its own basin, "
                        + one.basin() + ", not with those of " + other.basin());
            }
        }
        return comparison;
    }

    /** What is to be said behind a side's name; nothing, but of a basin that stands for what it gives to its streams. */
    String remark(Side side) {
        return side.kind() == Kind.BASIN && isMixed() ? " (stream defaults)" : "";
    }

    private boolean isMixed() {
        return left.kind() != right.kind();
    }

    /** As programs call it. */
    String resource() {
        return isMixed() ? "stream-vs-basin-defaults" : left.kind().toString();
    }

    List<Difference> differences(RunnelClient client) throws InterruptedException {
        return Difference.between(fields(client, left), fields(client, right));
    }

    private Map<String, Object> fields(RunnelClient client, Side side) throws InterruptedException {
        return switch (side.kind()) {
            case STREAM ->
                ConfigFields.of(ConfigFields.orElse(
                        Await.result(client.basin(side.basin()).getStreamConfig(side.stream())),
                        ConfigFields.SYSTEM_DEFAULT));
            case BASIN -> {
                BasinConfig config = Await.result(client.getBasinConfig(side.name()));
                StreamConfig streams = ConfigFields.orElse(config.defaultStreamConfig(), ConfigFields.SYSTEM_DEFAULT);
                yield isMixed() ? ConfigFields.of(streams) : ConfigFields.of(config.withDefaultStreamConfig(streams));
            }
            case ACCESS_TOKEN -> ConfigFields.of(token(client, side.name()));
        };
    }

    private static AccessTokenInfo token(RunnelClient client, String id) throws InterruptedException {
        return Await.result(client.accessTokens().listAll(ListOptions.ALL.withPrefix(id))).stream()
                .filter(token -> token.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        "there is no access token " + id, "'runnel list-access-tokens' lists them."));
    }
}
