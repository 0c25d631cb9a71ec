package io.runnel.engine;

import io.runnel.model.RetentionPolicy;
import io.runnel.model.StreamConfig;
import io.runnel.model.StreamName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When which stream is to be looked at because it may be due for deletion on empty (contract 9.4). Deadlines are hints
 * and not persisted: a look decides nothing but on what the stream says, so looking too early is merely in vain.
 */
final class EmptinessWatch {
    /** After a recovery every watched stream is looked at once, this soon at the latest. */
    private static final long RECOVERY_MILLIS = 600_000;

    private final Map<StreamName, Long> deadlines = new HashMap<>();
    private final Set<StreamName> asked = new HashSet<>();
    private final Map<StreamName, StreamLink.Emptiness> condemned = new HashMap<>();
    private final long intervalMillis;

    EmptinessWatch(long intervalMillis) {
        this.intervalMillis = intervalMillis;
    }

    static boolean enabled(StreamConfig config) {
        return config.deleteOnEmptyMinAgeSecs() != 0;
    }

    /** The stream was created, or its configuration changed. */
    void configured(StreamName stream, StreamConfig config, long nowMillis) {
        if (enabled(config)) {
            expect(stream, Unsigned.millisAfter(nowMillis, config.deleteOnEmptyMinAgeSecs()));
        } else {
            forget(stream);
        }
    }

    void recovered(StreamName stream, StreamConfig config, long nowMillis) {
        if (enabled(config)) {
            expect(
                    stream,
                    Math.min(
                            Unsigned.millisAfter(nowMillis, config.deleteOnEmptyMinAgeSecs()),
                            nowMillis + RECOVERY_MILLIS));
        }
    }

    void expect(StreamName stream, long atMillis) {
        deadlines.merge(stream, atMillis, Math::min);
    }

    /** Somebody is about to use the stream: whatever it said of its emptiness no longer counts. */
    void signOfLife(StreamName stream) {
        asked.remove(stream);
        condemned.remove(stream);
    }

    void forget(StreamName stream) {
        deadlines.remove(stream);
        signOfLife(stream);
    }

    /** The streams to be asked now; should they not answer they are asked again after an interval. */
    List<StreamName> due(long nowMillis, int max) {
        List<StreamName> due = new ArrayList<>();
        for (Map.Entry<StreamName, Long> deadline : deadlines.entrySet()) {
            if (due.size() < max && deadline.getValue() <= nowMillis) {
                deadline.setValue(nowMillis + intervalMillis);
                due.add(deadline.getKey());
            }
        }
        asked.addAll(due);
        return due;
    }

    /** @return whether the stream is condemned: see {@link #isDoomed} */
    boolean answered(StreamLink.Emptiness answer, StreamConfig config, long nowMillis) {
        StreamName stream = answer.stream();
        if (!asked.remove(stream)) {
            return false;
        }
        deadlines.remove(stream);
        if (isDue(answer, config, nowMillis)) {
            condemned.put(stream, answer);
            return true;
        }
        if (!enabled(config)) {
            return false;
        }
        long due = Unsigned.millisAfter(answer.lastWriteMillis(), config.deleteOnEmptyMinAgeSecs());
        if (answer.empty()) {
            expect(stream, due);
        } else if (config.retention() instanceof RetentionPolicy.Age age) {
            expect(stream, Math.max(Unsigned.millisAfter(due, age.seconds()), nowMillis + intervalMillis));
        }
        // Otherwise records go by trimming only, of which the stream tells.
        return false;
    }

    /** Whether a condemned stream is still to be deleted: nobody has used it since, nor made it live longer. */
    boolean isDoomed(StreamName stream, @Nullable CatalogueEntry entry, long nowMillis) {
        StreamLink.Emptiness verdict = condemned.remove(stream);
        if (verdict == null || entry == null || entry.generation() != verdict.generation()) {
            return false;
        }
        if (isDue(verdict, entry.config(), nowMillis)) {
            return true;
        }
        configured(stream, entry.config(), nowMillis);
        return false;
    }

    void clear() {
        deadlines.clear();
        asked.clear();
        condemned.clear();
    }

    private static boolean isDue(StreamLink.Emptiness answer, StreamConfig config, long nowMillis) {
        return enabled(config)
                && answer.empty()
                && Unsigned.millisAfter(answer.lastWriteMillis(), config.deleteOnEmptyMinAgeSecs()) <= nowMillis;
    }
}
