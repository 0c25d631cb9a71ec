package io.runnel.sdk;

import io.netty.channel.EventLoop;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the drivers of both kinds of session have in common: the present connection, and an alarm. On one event loop. */
abstract class SessionLink {
    private final EventLoop loop;
    private @Nullable Future<?> alarm;

    /** Null while there is none. */
    @Nullable
    SessionExchange connection;

    SessionLink(EventLoop loop) {
        this.loop = loop;
    }

    /** It is as late as {@link #wakeAt} was told. */
    abstract void wake(long now);

    public void disconnect() {
        if (connection != null) {
            connection.cancel();
            connection = null;
        }
    }

    public void retire() {
        if (connection != null) {
            connection.retire();
        }
    }

    /** Only the last time counts; {@link Long#MAX_VALUE} is never. */
    public void wakeAt(long nanos) {
        if (alarm != null) {
            alarm.cancel(false);
            alarm = null;
        }
        if (nanos != Long.MAX_VALUE) {
            long delay = Math.max(0, nanos - System.nanoTime());
            alarm = loop.schedule(() -> wake(System.nanoTime()), delay, TimeUnit.NANOSECONDS);
        }
    }
}
