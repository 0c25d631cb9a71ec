package io.runnel.sdk.testkit;

import io.runnel.sdk.BasinClient;
import io.runnel.sdk.RunnelClient;
import io.runnel.testkit.TestParameter;

/** The test's basin, by the test's client. */
public final class BasinParameter implements TestParameter<BasinClient> {
    @Override
    public Class<BasinClient> type() {
        return BasinClient.class;
    }

    @Override
    public BasinClient create(Given given) {
        return given.get(RunnelClient.class).basin(given.basin().name());
    }
}
