package io.runnel.sdk;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * A server's address.
 *
 * @param path what goes before every path of a request, without a slash at its end
 */
record Address(boolean secure, String host, int port, String path) {
    static Address parse(String text) {
        URI uri;
        try {
            uri = new URI(text.contains("://") ? text : (isLocal(text) ? "http://" : "https://") + text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not an endpoint: " + text, e);
        }
        String scheme = String.valueOf(uri.getScheme());
        boolean secure = scheme.equalsIgnoreCase("https");
        if (uri.getHost() == null || !(secure || scheme.equalsIgnoreCase("http"))) {
            throw new IllegalArgumentException("an endpoint is http://HOST:PORT or https://HOST:PORT, got " + text);
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        return new Address(secure, uri.getHost(), port, path.isEmpty() ? "/v1" : path);
    }

    private static boolean isLocal(String text) {
        return text.startsWith("localhost") || text.startsWith("127.") || text.startsWith("[::1]");
    }

    /** The value of {@code host}. */
    String authority() {
        return port == (secure ? 443 : 80) ? host : host + ":" + port;
    }

    /** The same server, whatever the path. */
    Address origin() {
        return new Address(secure, host, port, "");
    }

    /** Without the brackets of an IPv6 address. */
    String hostName() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
