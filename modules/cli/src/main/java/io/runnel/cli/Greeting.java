package io.runnel.cli;

import io.runnel.server.RunnelServer;

/** What is printed once the server serves: where the data is, and lines to paste into another terminal. */
final class Greeting {
    private Greeting() {}

    static String of(RunnelServer server) {
        return of(server.endpoint(), server.storeDescription(), server.selfSigned());
    }

    static String of(String endpoint, String store, boolean selfSigned) {
        StringBuilder text = new StringBuilder(512)
                .append("Runnel ")
                .append(RunnelCommand.Version.current())
                .append(" serves the S2 API at ")
                .append(endpoint)
                .append("\nData: ")
                .append(store)
                .append("\n\nPaste into another terminal:\n\n")
                .append("export S2_ACCOUNT_ENDPOINT=")
                .append(endpoint)
                .append("\nexport S2_BASIN_ENDPOINT=")
                .append(endpoint)
                .append("\nexport S2_ACCESS_TOKEN=ignored\n");
        if (selfSigned) {
            text.append("export S2_SSL_NO_VERIFY=1\n");
        }
        return text.append('\n').toString();
    }
}
