package io.runnel.commands;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runnel.sdk.AccessTokenInfo;
import io.runnel.sdk.AccessTokenScope;
import io.runnel.sdk.Operation;
import io.runnel.sdk.ReadWrite;
import io.runnel.sdk.ResourceSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.TypeConversionException;

/** What access tokens are good for, as text. */
final class TokenScopes {
    private static final String NONE = "∅";

    private TokenScopes() {}

    /** Two lines. */
    static String block(AccessTokenInfo token) {
        AccessTokenScope scope = token.scope();
        return token.id() + " expires " + (token.expiresAt() == null ? "never" : token.expiresAt()) + "\n  basins="
                + text(scope.basins()) + " streams=" + text(scope.streams()) + " tokens=" + text(scope.accessTokens())
                + " perms=" + permissions(scope) + " ops="
                + scope.operations().size();
    }

    private static String text(ResourceSet set) {
        if (set.equals(ResourceSet.NONE)) {
            return NONE;
        }
        return set.exact() ? set.value() : set.value() + "*";
    }

    private static String permissions(AccessTokenScope scope) {
        List<String> groups = new ArrayList<>();
        add(groups, "a:", scope.account());
        add(groups, "b:", scope.basin());
        add(groups, "s:", scope.stream());
        return groups.isEmpty() ? NONE : String.join(" ", groups);
    }

    private static void add(List<String> groups, String name, ReadWrite allowed) {
        if (allowed.read() || allowed.write()) {
            groups.add(name + text(allowed));
        }
    }

    private static String text(ReadWrite allowed) {
        return (allowed.read() ? "r" : "") + (allowed.write() ? "w" : "");
    }

    static ObjectNode json(AccessTokenInfo token) {
        AccessTokenScope scope = token.scope();
        ObjectNode json = Control.object()
                .put("id", token.id())
                .put("expires_at", Control.text(token.expiresAt()))
                .put("auto_prefix_streams", token.autoPrefixStreams());
        ObjectNode inner = json.putObject("scope");
        inner.set("basins", json(scope.basins()));
        inner.set("streams", json(scope.streams()));
        inner.set("access_tokens", json(scope.accessTokens()));
        ObjectNode groups = inner.putObject("op_groups");
        groups.set("account", json(scope.account()));
        groups.set("basin", json(scope.basin()));
        groups.set("stream", json(scope.stream()));
        var operations = inner.putArray("ops");
        scope.operations().stream().sorted().forEach(each -> operations.add(name(each)));
        return json;
    }

    private static ObjectNode json(ResourceSet set) {
        return Control.object().put(set.exact() ? "exact" : "prefix", set.value());
    }

    private static ObjectNode json(ReadWrite allowed) {
        return Control.object().put("read", allowed.read()).put("write", allowed.write());
    }

    /** As the command line spells it. */
    static String name(Operation operation) {
        String name = operation.name().toLowerCase(Locale.ROOT);
        return name.endsWith("_metrics") ? "get_" + name : name;
    }

    static Operation operation(String name) {
        return Stream.of(Operation.values())
                .filter(each -> name(each).equals(name))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("there is no operation '" + name + "', but "
                        + Stream.of(Operation.values()).map(TokenScopes::name).collect(Collectors.joining(", "))));
    }

    static ReadWrite permission(String text) {
        return switch (text) {
            case "r" -> ReadWrite.READ;
            case "w" -> new ReadWrite(false, true);
            case "rw", "wr" -> ReadWrite.ALL;
            default -> throw new TypeConversionException("permissions are r, w or rw, was '" + text + "'");
        };
    }
}
