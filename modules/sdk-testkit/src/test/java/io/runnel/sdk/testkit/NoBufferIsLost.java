package io.runnel.sdk.testkit;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails every class of tests in which a buffer was lost; found by JUnit itself. */
public final class NoBufferIsLost implements AfterAllCallback {
    @Override
    public void afterAll(ExtensionContext context) {
        LostBuffers.assertNone();
    }
}
