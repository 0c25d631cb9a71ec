package io.runnel.leaks;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Keeps what the network library finds out about buffers that were collected as garbage without having been released. The JVM of
 * the tests is told to use it, and to watch every buffer ({@code io.netty.customResourceLeakDetector}).
 */
public final class LostBuffers<T> extends ResourceLeakDetector<T> {
    private static final String ON_PURPOSE = "lost on purpose ";
    private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();

    /** For the library. */
    public LostBuffers(Class<?> type, int samplingInterval) {
        super(type, samplingInterval);
    }

    /** For the library, which asks for this one, too. */
    public LostBuffers(Class<?> type, int samplingInterval, long maxActive) {
        super(type, samplingInterval);
    }

    @Override
    protected boolean needReport() {
        return true;
    }

    @Override
    protected void reportTracedLeak(String type, String records) {
        FOUND.add(type + records);
    }

    @Override
    protected void reportUntracedLeak(String type) {
        FOUND.add(type);
    }

    /** Fails if any buffer has been lost in this JVM since the last time. Loses some itself: when they are found, so are all before. */
    public static void assertNone() {
        collect();
        collect(); // what the first has found is known by now, too
        List<String> lost =
                FOUND.stream().filter(each -> !each.contains(ON_PURPOSE)).toList();
        FOUND.clear();
        if (!lost.isEmpty()) {
            // There may be thousands, each with all the places where it was touched.
            throw new AssertionError("buffers were lost in " + lost.size() + " ways, one of them: " + lost.get(0));
        }
    }

    private static void collect() {
        String name = ON_PURPOSE + UUID.randomUUID();
        lose(name);
        Eventually.isTrue(
                () -> {
                    System.gc();
                    ByteBufAllocator.DEFAULT.heapBuffer(16).release(); // tells what was found
                    return FOUND.stream().anyMatch(lost -> lost.contains(name));
                },
                () -> "a buffer that was lost is not found");
    }

    private static void lose(String name) {
        ByteBufAllocator.DEFAULT.heapBuffer(16).touch(name);
    }
}
