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
            boolean streamAndBasin = one.kind() == Kind.STREAM && other.kind() == Kind.BASIN;
            if (!streamAndBasin) {
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

    /** As programs call it. */
    String resource() {
        return left.kind() == right.kind() ? left.kind().toString() : "stream-vs-basin-defaults";
    }

    List<Difference> differences(RunnelClient client) throws InterruptedException {
        boolean mixed = left.kind() != right.kind();
        return Difference.between(fields(client, left, false), fields(client, right, mixed));
    }

    private static Map<String, String> fields(RunnelClient client, Side side, boolean defaults)
            throws InterruptedException {
        return switch (side.kind()) {
            case STREAM -> effective(Await.result(client.basin(side.basin()).getStreamConfig(side.stream())));
            case BASIN -> {
                BasinConfig config = Await.result(client.getBasinConfig(side.name()));
                yield defaults ? effective(config.defaultStreamConfig()) : ConfigFields.of(config);
            }
            case ACCESS_TOKEN -> ConfigFields.of(token(client, side.name()));
        };
    }

    private static Map<String, String> effective(StreamConfig config) {
        return ConfigFields.of(ConfigFields.orElse(config, ConfigFields.SYSTEM_DEFAULT));
    }

    private static AccessTokenInfo token(RunnelClient client, String id) throws InterruptedException {
        return Await.result(client.accessTokens().listAll(ListOptions.ALL.withPrefix(id))).stream()
                .filter(token -> token.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        "there is no access token " + id, "'runnel list-access-tokens' lists them."));
    }
}
