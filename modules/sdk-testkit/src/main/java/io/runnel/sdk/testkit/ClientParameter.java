package io.runnel.sdk.testkit;

import io.runnel.sdk.ClientOptions;
import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.TlsOptions;
import io.runnel.testkit.TestParameter;
import java.net.URI;

/** A client that goes through the test's own proxy, with default options; closed after the test. */
public final class ClientParameter implements TestParameter<RunnelClient> {
    @Override
    public Class<RunnelClient> type() {
        return RunnelClient.class;
    }

    @Override
    public RunnelClient create(Given given) {
        URI endpoint = given.basin().endpoint();
        ClientOptions.Builder options = ClientOptions.builder().endpoint(endpoint.toString());
        if (endpoint.getScheme().equals("https")) {
            options.tls(TlsOptions.ACCEPT_ANY); // the server has made its certificate itself
        }
        return RunnelClient.create(options.build());
    }
}
