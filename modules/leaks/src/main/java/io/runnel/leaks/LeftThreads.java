package io.runnel.leaks;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** Threads that have not ended. */
public final class LeftThreads {
    private LeftThreads() {}

    /** Fails if threads whose names begin so do not end, which they are given time for. */
    public static void assertNone(String prefix) {
        Eventually.isTrue(() -> left(prefix).isEmpty(), () -> "threads are left:" + left(prefix));
    }

    static String left(String prefix) {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().startsWith(prefix))
                .map(LeftThreads::described)
                .collect(Collectors.joining());
    }

    private static String described(Map.Entry<Thread, StackTraceElement[]> thread) {
        return "\n" + thread.getKey().getName() + " at "
                + Arrays.stream(thread.getValue())
                        .limit(8)
                        .map(StackTraceElement::toString)
                        .collect(Collectors.joining(", "));
    }
}
