package io.runnel.log;

import java.time.Duration;

/** Settings so small that everything happens often. */
final class TestSettings {
    private TestSettings() {}

    static LogSettings tiny() {
        return tiny(Duration.ofMillis(30));
    }

    static LogSettings tiny(Duration hedgeAfter) {
        return tiny(hedgeAfter, 4);
    }

    static LogSettings tiny(Duration hedgeAfter, int window) {
        return new LogSettings(
                2048,
                4096,
                Duration.ofMillis(5),
                Duration.ofMillis(1),
                window,
                hedgeAfter,
                Duration.ofSeconds(5),
                4096,
                512,
                5,
                2000,
                4000,
                2000);
    }
}
