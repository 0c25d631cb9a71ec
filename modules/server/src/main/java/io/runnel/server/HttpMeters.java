package io.runnel.server;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** How many requests there were of each kind, and how long they took until they were answered, or a session began. */
final class HttpMeters {
    private final MeterRegistry registry;
    private final Map<Route, Statuses> routes = new EnumMap<>(Route.class);
    private final Statuses unknown = new Statuses("unknown");

    HttpMeters(MeterRegistry registry) {
        this.registry = registry;
        for (Route route : Route.values()) {
            routes.put(route, new Statuses(route.name().toLowerCase(Locale.ROOT)));
        }
    }

    /** Has the number of open requests, sessions included, among the figures. */
    void watch(AtomicInteger open) {
        Gauge.builder("runnel.http.open.requests", open, AtomicInteger::get)
                .description("Requests that are not answered yet, and sessions")
                .register(registry);
    }

    /** @param route null for an unknown path */
    void answered(@Nullable Route route, int status, long nanos) {
        (route == null ? unknown : routes.getOrDefault(route, unknown))
                .timer(status)
                .record(nanos, NANOSECONDS);
    }

    /** The timers of one route, by status, each made when it is first needed. */
    private final class Statuses {
        private final String route;
        private final AtomicReferenceArray<@Nullable Timer> timers = new AtomicReferenceArray<>(600);

        Statuses(String route) {
            this.route = route;
        }

        Timer timer(int status) {
            Timer known = timers.get(status);
            if (known != null) {
                return known;
            }
            // Registering it twice gives the same one.
            Timer timer = Timer.builder("runnel.http.requests")
                    .description("Requests, and the time until their answer begins")
                    .tag("route", route)
                    .tag("status", Integer.toString(status))
                    .register(registry);
            timers.set(status, timer);
            return timer;
        }
    }
}
