package io.runnel.bench;

import java.net.InetSocketAddress;
import java.net.URI;

/** Where an S2 server listens; plain HTTP only. */
record Endpoint(String host, int port) {
    static Endpoint of(String url) {
        URI uri = URI.create(url);
        if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException("an endpoint is http://HOST:PORT, got " + url);
        }
        return new Endpoint(uri.getHost(), uri.getPort() == -1 ? 80 : uri.getPort());
    }

    InetSocketAddress address() {
        return new InetSocketAddress(host, port);
    }

    String authority() {
        return host + ":" + port;
    }

    URI resolve(String path) {
        return URI.create("http://" + authority() + path);
    }

    @Override
    public String toString() {
        return "http://" + authority();
    }
}
