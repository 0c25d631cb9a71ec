package io.runnel.bench;

/** What a server used between two moments. */
final class Meter {
    private final Subject subject;
    private final long startNanos = System.nanoTime();
    private final double startCpu;
    private final long startPuts;

    private Meter(Subject subject) {
        this.subject = subject;
        this.startCpu = subject.stats().cpuSeconds();
        this.startPuts = subject.puts();
    }

    static Meter start(Subject subject) {
        return new Meter(subject);
    }

    Reading stop() {
        return new Reading(
                (System.nanoTime() - startNanos) / 1e9,
                subject.stats().cpuSeconds() - startCpu,
                subject.puts() - startPuts,
                subject.stats().rssBytes());
    }

    record Reading(double seconds, double cpuSeconds, long puts, long rssBytes) {}
}
