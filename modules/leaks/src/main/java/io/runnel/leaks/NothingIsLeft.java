package io.runnel.leaks;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails every class of tests in which a buffer was lost, or after which a thread is left; found by JUnit itself. How the names of
 * threads begin that must be gone the configuration says ({@value #THREADS}).
 */
public final class NothingIsLeft implements AfterAllCallback {
    private static final String THREADS = "runnel.leaks.threads";

    /** For JUnit. */
    public NothingIsLeft() {}

    @Override
    public void afterAll(ExtensionContext context) {
        context.getConfigurationParameter(THREADS).ifPresent(LeftThreads::assertNone);
        LostBuffers.assertNone();
    }
}
