package io.runnel.server;

import org.jspecify.annotations.Nullable;

/**
 * What a request target names. Fixed parts are compared as they stand, without percent-decoding (contract 1.2); the
 * variable ones are left encoded.
 *
 * @param first the basin, stream or token in the path; empty if the route has none
 * @param second the stream after a basin; empty if the route has none
 * @param query what follows the question mark; null without one
 */
record Target(
        Route route, String first, String second, @Nullable String query) {
    private static final String API = "/v1/";

    /** @return null if there is no such resource */
    static @Nullable Target parse(String requestTarget) {
        String target = originForm(requestTarget);
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        String query = mark < 0 ? null : target.substring(mark + 1);
        if (!path.startsWith(API)) {
            Route route = switch (path) {
                case "/health", "/ping" -> Route.HEALTH;
                case "/metrics" -> Route.METRICS;
                default -> null;
            };
            return route == null ? null : new Target(route, "", "", query);
        }
        int end = segmentEnd(path, API.length());
        String kind = path.substring(API.length(), end);
        if (end == path.length()) {
            Route route = switch (kind) {
                case "streams" -> Route.STREAMS;
                case "basins" -> Route.BASINS;
                case "access-tokens" -> Route.ACCESS_TOKENS;
                case "locations" -> Route.LOCATIONS;
                case "metrics" -> Route.ACCOUNT_METRICS;
                default -> null;
            };
            return route == null ? null : new Target(route, "", "", query);
        }
        int firstEnd = segmentEnd(path, end + 1);
        String first = path.substring(end + 1, firstEnd);
        if (first.isEmpty()) {
            return null;
        }
        String rest = path.substring(firstEnd);
        return switch (kind) {
            case "streams" -> stream(first, rest, query);
            case "basins" -> only(Route.BASIN, first, rest, query);
            case "access-tokens" -> only(Route.ACCESS_TOKEN, first, rest, query);
            case "locations" -> first.equals("default") ? only(Route.DEFAULT_LOCATION, "", rest, query) : null;
            case "metrics" -> metrics(first, rest, query);
            default -> null;
        };
    }

    private static @Nullable Target stream(String stream, String rest, @Nullable String query) {
        return switch (rest) {
            case "" -> new Target(Route.STREAM, stream, "", query);
            case "/records" -> new Target(Route.RECORDS, stream, "", query);
            case "/records/tail" -> new Target(Route.TAIL, stream, "", query);
            default -> null;
        };
    }

    private static @Nullable Target only(Route route, String first, String rest, @Nullable String query) {
        return rest.isEmpty() ? new Target(route, first, "", query) : null;
    }

    private static @Nullable Target metrics(String basin, String rest, @Nullable String query) {
        if (rest.isEmpty()) {
            return new Target(Route.BASIN_METRICS, basin, "", query);
        }
        String stream = rest.substring(1);
        return stream.isEmpty() || stream.indexOf('/') >= 0
                ? null
                : new Target(Route.STREAM_METRICS, basin, stream, query);
    }

    private static int segmentEnd(String path, int from) {
        int slash = path.indexOf('/', from);
        return slash < 0 ? path.length() : slash;
    }

    /** HTTP/1.1 lets clients write the whole URI, as they do to proxies. */
    private static String originForm(String target) {
        if (target.startsWith("/")) {
            return target;
        }
        int authority = target.indexOf("://");
        int path = authority < 0 ? -1 : target.indexOf('/', authority + 3);
        return path < 0 ? target : target.substring(path);
    }
}
