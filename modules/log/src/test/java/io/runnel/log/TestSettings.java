package io.runnel.log;

import java.time.Duration;
import java.util.Random;

/** Settings so small that everything happens often. */
final class TestSettings {
    static final Duration KEPT = Duration.ofHours(1);

    private TestSettings() {}

    static LogSettings tiny() {
        return tiny(Duration.ofMillis(30));
    }

    static LogSettings tiny(Duration hedgeAfter) {
        return settings(hedgeAfter, Duration.ofMillis(5), 4, 4096, 5, 4000, Duration.ofSeconds(1), KEPT);
    }

    /** Such that things happen in other orders and relations. */
    static LogSettings tiny(Random random) {
        return settings(
                Duration.ofMillis(oneOf(random, 0, 40, 300)),
                Duration.ofMillis(oneOf(random, 0, 5, 5)),
                oneOf(random, 1, 4, 4, 16),
                oneOf(random, 0, 4096, 4096, 1 << 20),
                oneOf(random, 1, 5, 5, 20),
                oneOf(random, 1500, 4000, 20_000),
                Duration.ofMillis(oneOf(random, 20, 1000, 10_000)),
                Duration.ofSeconds(oneOf(random, 150, 150, 3600)));
    }

    private static int oneOf(Random random, int... values) {
        return values[random.nextInt(values.length)];
    }

    private static LogSettings settings(
            Duration hedgeAfter,
            Duration minSpacing,
            int window,
            int ringBytes,
            int rollUpObjects,
            int maxRunBytes,
            Duration readLease,
            Duration kept) {
        return new LogSettings(
                2048,
                4096,
                minSpacing,
                Duration.ofMillis(1),
                window,
                hedgeAfter,
                Duration.ofSeconds(5),
                ringBytes,
                512,
                rollUpObjects,
                2000,
                maxRunBytes,
                2000,
                0,
                readLease,
                new LogSettings.Compaction(3000, 400, false, Duration.ofMillis(200), Duration.ofSeconds(7), kept, 1),
                new LogSettings.Reads(4000, 10_000, 5000, 6000));
    }

    static LogSettings withPuts(int perSecond) {
        return with(tiny(Duration.ZERO), perSecond, tiny().compaction());
    }

    /** Small objects, and everything else large. */
    static LogSettings smallObjects(long ringBytes, int rollUpObjects, LogSettings.Compaction compaction) {
        return new LogSettings(
                2048,
                4096,
                Duration.ofMillis(5),
                Duration.ofMillis(1),
                4,
                Duration.ZERO,
                Duration.ofSeconds(5),
                ringBytes,
                512,
                rollUpObjects,
                1 << 20,
                1 << 20,
                1 << 20,
                0,
                Duration.ofSeconds(1),
                compaction,
                new LogSettings.Reads(1 << 20, 1 << 20, 1 << 20, 1 << 20));
    }

    static LogSettings with(LogSettings settings, LogSettings.Compaction compaction) {
        return with(settings, settings.maxPutsPerSecond(), compaction);
    }

    private static LogSettings with(LogSettings settings, int maxPutsPerSecond, LogSettings.Compaction compaction) {
        return new LogSettings(
                settings.flushBytes(),
                settings.maxObjectBytes(),
                settings.minSpacing(),
                settings.linger(),
                settings.window(),
                settings.hedgeAfter(),
                settings.giveUpAfter(),
                settings.ringBytes(),
                settings.coalesceBytes(),
                settings.rollUpObjects(),
                settings.rollUpBytes(),
                settings.maxRunBytes(),
                settings.indexCacheBytes(),
                maxPutsPerSecond,
                settings.readLease(),
                compaction,
                settings.reads());
    }
}
