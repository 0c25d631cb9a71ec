package io.runnel.sdk;

import java.util.Locale;

/** What an access token can allow. */
public enum Operation {
    LIST_BASINS,
    CREATE_BASIN,
    DELETE_BASIN,
    RECONFIGURE_BASIN,
    GET_BASIN_CONFIG,
    ISSUE_ACCESS_TOKEN,
    REVOKE_ACCESS_TOKEN,
    LIST_ACCESS_TOKENS,
    LIST_STREAMS,
    CREATE_STREAM,
    DELETE_STREAM,
    GET_STREAM_CONFIG,
    RECONFIGURE_STREAM,
    CHECK_TAIL,
    APPEND,
    READ,
    TRIM,
    FENCE,
    ACCOUNT_METRICS,
    BASIN_METRICS,
    STREAM_METRICS,
    LIST_LOCATIONS,
    GET_DEFAULT_LOCATION,
    SET_DEFAULT_LOCATION;

    String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
