package io.runnel.sdk;

import java.net.URI;

/**
 * Where the servers are: {@code http://HOST:PORT} or {@code https://HOST}, perhaps with a path, which is {@code /v1} otherwise.
 *
 * @param account for calls about basins, access tokens, locations and metrics
 * @param basin for calls about streams and records; may hold {@code {basin}} in place of the basin's name, else the name
 *     travels in a header
 */
public record Endpoints(String account, String basin) {
    static final String PLACEHOLDER = "{basin}";

    /** Those of the hosted service. */
    public static final Endpoints HOSTED = new Endpoints("https://a.s2.dev", "https://{basin}.b.s2.dev");

    /** @throws IllegalArgumentException if one of them is no such address */
    public Endpoints {
        Address.parse(account);
        Address.parse(basin.replace(PLACEHOLDER, "basin-name"));
    }

    /** One address for everything, as servers have that people run themselves. */
    public static Endpoints of(String endpoint) {
        return new Endpoints(endpoint, endpoint);
    }

    /** One address for everything. */
    public static Endpoints of(URI endpoint) {
        return of(endpoint.toString());
    }

    Address accountAddress() {
        return Address.parse(account);
    }

    Address basinAddress(String name) {
        return Address.parse(basin.replace(PLACEHOLDER, name));
    }

    /** Whether there is anything to be asked over TLS. */
    boolean secure() {
        return accountAddress().secure() || basinAddress("basin-name").secure();
    }

    boolean namesBasin() {
        return basin.contains(PLACEHOLDER);
    }
}
