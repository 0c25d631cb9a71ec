package io.runnel.loadtest;

import java.util.ArrayList;
import java.util.List;

/** What happened, second by second. Used by one thread. */
final class Series {
    private static final double SECOND = 1;
    /** What is shorter tells nothing about a rate, unless it is all there is. */
    private static final double SHORTEST = 0.5;

    private final Meter writes;
    private final Meter reads;
    private final List<Moment> moments = new ArrayList<>();
    private Throughput written = Throughput.NONE;
    private Throughput read = Throughput.NONE;

    Series(Meter writes, Meter reads) {
        this.writes = writes;
        this.reads = reads;
    }

    /** To be called more often than once a second. */
    void at(double seconds) {
        if (seconds - written.seconds() >= SECOND) {
            take(seconds);
        }
    }

    /** Nothing comes any more. */
    void end(double seconds) {
        if (moments.isEmpty() || seconds - written.seconds() >= SHORTEST) {
            take(seconds);
        } else {
            writes.takeRecent();
            reads.takeRecent();
        }
    }

    private void take(double seconds) {
        Throughput nowWritten = writes.throughput(seconds);
        Throughput nowRead = reads.throughput(seconds);
        moments.add(new Moment(
                seconds, nowWritten.minus(written), nowRead.minus(read), writes.takeRecent(), reads.takeRecent()));
        written = nowWritten;
        read = nowRead;
    }

    List<Moment> moments() {
        return List.copyOf(moments);
    }
}
