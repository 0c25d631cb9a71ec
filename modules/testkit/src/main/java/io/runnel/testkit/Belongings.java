package io.runnel.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** What a test, or a class of tests, has been given; closed when it has ended, the last first. */
final class Belongings implements TestParameter.Given, AutoCloseable {
    private static final List<TestParameter<?>> KINDS = kinds();

    private final TestBasin basin;
    private final boolean ownServer;
    private final Map<Class<?>, Object> made = new HashMap<>();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /** @param ownServer whether the basin's server is to be closed, too */
    Belongings(TestBasin basin, boolean ownServer) {
        this.basin = basin;
        this.ownServer = ownServer;
        if (ownServer) {
            open.push(basin.server());
        }
        open.push(basin);
    }

    private static List<TestParameter<?>> kinds() {
        return ServiceLoader.load(TestParameter.class, TestParameter.class.getClassLoader()).stream()
                .<TestParameter<?>>map(ServiceLoader.Provider::get)
                .toList();
    }

    /** Whether there is somebody to make objects of a type. */
    static boolean know(Class<?> type) {
        return kind(type).isPresent();
    }

    private static Optional<TestParameter<?>> kind(Class<?> type) {
        return KINDS.stream().filter(kind -> kind.type() == type).findFirst();
    }

    boolean ownServer() {
        return ownServer;
    }

    @Override
    public TestBasin basin() {
        return basin;
    }

    @Override
    public synchronized <X> X get(Class<X> type) {
        Object known = made.get(type);
        if (known != null) {
            return type.cast(known);
        }
        TestParameter<?> kind = kind(type)
                .orElseThrow(() -> new IllegalArgumentException("nobody makes a " + type.getName() + " for tests"));
        X created = type.cast(kind.create(this));
        made.put(type, created);
        if (created instanceof AutoCloseable closeable) {
            open.push(closeable);
        }
        return created;
    }

    @Override
    public synchronized void close() {
        IllegalStateException failure =
                new IllegalStateException("not everything that the test was given could be closed");
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                failure.addSuppressed(e);
            } catch (Exception e) {
                failure.addSuppressed(e);
            }
        }
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }
}
