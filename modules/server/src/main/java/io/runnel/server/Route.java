package io.runnel.server;

/** The resources of the API (contract 2.0) and of the operator (1.2), with the methods each knows. */
enum Route {
    HEALTH(false, "GET,HEAD"),
    METRICS(false, "GET,HEAD"),
    BASINS(true, "GET,HEAD,POST"),
    BASIN(true, "GET,HEAD,PUT,PATCH,DELETE"),
    STREAMS(true, "GET,HEAD,POST"),
    STREAM(true, "GET,HEAD,PUT,PATCH,DELETE"),
    RECORDS(true, "GET,HEAD,POST"),
    TAIL(true, "GET,HEAD"),
    ACCESS_TOKENS(true, "GET,HEAD,POST"),
    ACCESS_TOKEN(true, "DELETE"),
    LOCATIONS(true, "GET,HEAD"),
    DEFAULT_LOCATION(true, "GET,HEAD,PUT"),
    ACCOUNT_METRICS(true, "GET,HEAD"),
    BASIN_METRICS(true, "GET,HEAD"),
    STREAM_METRICS(true, "GET,HEAD");

    private final boolean api;
    private final String allow;

    Route(boolean api, String allow) {
        this.api = api;
        this.allow = allow;
    }

    /** Whether it is part of the versioned API, which alone knows compression and the headers of S2. */
    boolean api() {
        return api;
    }

    boolean allows(String method) {
        int at = allow.indexOf(method);
        int end = at + method.length();
        return at >= 0
                && (at == 0 || allow.charAt(at - 1) == ',')
                && (end == allow.length() || allow.charAt(end) == ',');
    }

    /** The value of the header {@code allow}. */
    String allow() {
        return allow;
    }
}
