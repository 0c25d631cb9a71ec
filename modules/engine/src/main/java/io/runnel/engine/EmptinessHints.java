package io.runnel.engine;

import io.runnel.model.RetentionPolicy;
import io.runnel.model.StreamConfig;
import java.util.function.LongConsumer;

/** When the basin had better look whether a stream has become empty (contract 9.4); it is told at most every ten minutes. */
final class EmptinessHints {
    private static final long PAUSE_MILLIS = 600_000;
    private static final long NONE = Long.MAX_VALUE;

    private final LongConsumer tell;
    private long nextMillis;
    private long held = NONE;

    /** @param tell is given the moment before which looking is in vain */
    EmptinessHints(LongConsumer tell) {
        this.tell = tell;
    }

    /** @param empty whether the append has trimmed everything away, itself included */
    void appended(StreamConfig config, boolean empty, long nowMillis) {
        if (!EmptinessWatch.enabled(config)) {
            return;
        }
        long minAge = config.deleteOnEmptyMinAgeSecs();
        if (empty) {
            hint(Unsigned.millisAfter(nowMillis, minAge), nowMillis);
        } else if (config.retention() instanceof RetentionPolicy.Age age) {
            hint(Unsigned.millisAfter(Unsigned.millisAfter(nowMillis, age.seconds()), minAge), nowMillis);
        }
    }

    /** Tells what was held back. */
    void tick(long nowMillis) {
        if (held != NONE && nowMillis >= nextMillis) {
            flush();
            nextMillis = nowMillis + PAUSE_MILLIS;
        }
    }

    /** Tells what was held back even if it is early: nobody would later. */
    void flush() {
        if (held != NONE) {
            tell.accept(held);
            held = NONE;
        }
    }

    private void hint(long notBeforeMillis, long nowMillis) {
        held = Math.min(held, notBeforeMillis);
        tick(nowMillis);
    }
}
