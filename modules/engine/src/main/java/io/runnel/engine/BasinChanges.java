package io.runnel.engine;

import io.runnel.model.Outcome;
import io.runnel.model.StreamName;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Changes of a basin that wait for their turn, and what goes into the journal next. A change is decided when its batch
 * is made, against what is durable; so a batch ends before a change that could depend on one already in it.
 */
final class BasinChanges {
    /** Bounds of a batch, which becomes one entry of the journal. */
    private static final int MAX_EVENTS = 512;

    private static final int MAX_WEIGHT = 512 << 10;

    /** Decides about the basin itself. */
    @FunctionalInterface
    interface BasinRule<T> {
        Verdict<T> decide(Catalogue catalogue, Instant now);
    }

    /** Decides about one stream. */
    @FunctionalInterface
    interface StreamRule<T> {
        /** @param generation for the stream, should it be created */
        Verdict<T> decide(Catalogue catalogue, int generation, Instant now);
    }

    /** A change with the stream it is about; null for the basin itself. */
    private record Waiting(@Nullable StreamName stream, StreamRule<?> rule, BiConsumer<Catalogue, Outcome<?>> answer) {}

    /** What is persisted together, and the answers to give then. */
    record Batch(List<BasinEvent> events, List<Answer> answers) {
        void conclude(Catalogue catalogue) {
            answers.forEach(answer -> answer.give(catalogue));
        }
    }

    @FunctionalInterface
    private interface Answer {
        void give(Catalogue catalogue);
    }

    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Clock clock;
    private final Runnable wake;
    private boolean woken;

    /** @param wake called when there is something to commit, once until {@link #next} */
    BasinChanges(Clock clock, Runnable wake) {
        this.clock = clock;
        this.wake = wake;
    }

    <T> void ofBasin(BasinRule<T> rule, BiConsumer<Catalogue, Outcome<T>> answer) {
        add(null, (catalogue, generation, now) -> rule.decide(catalogue, now), answer);
    }

    <T> void ofStream(StreamName stream, StreamRule<T> rule, BiConsumer<Catalogue, Outcome<T>> answer) {
        add(stream, rule, answer);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** The actor has been restarted: the wake-up may be lost, what waited still waits. */
    void recovered() {
        woken = false;
        wakeUp();
    }

    Batch next(Catalogue catalogue) {
        woken = false;
        Instant now = clock.instant();
        List<BasinEvent> events = new ArrayList<>();
        List<Answer> answers = new ArrayList<>();
        Set<StreamName> touched = new HashSet<>();
        int generation = catalogue.lastGeneration();
        int weight = 0;
        boolean basinTouched = false;
        while (!waiting.isEmpty() && !basinTouched && events.size() < MAX_EVENTS && weight < MAX_WEIGHT) {
            Waiting change = waiting.getFirst();
            StreamName stream = change.stream();
            if (stream == null ? !events.isEmpty() : touched.contains(stream)) {
                break;
            }
            waiting.removeFirst();
            BasinEvent event = decide(change, catalogue, Math.incrementExact(generation), now, answers);
            if (event != null) {
                events.add(event);
                weight += weight(event);
                basinTouched = stream == null;
                if (stream != null) {
                    touched.add(stream);
                }
                if (event instanceof BasinEvent.StreamCreated) {
                    generation++;
                }
            }
        }
        if (!waiting.isEmpty()) {
            wakeUp();
        }
        return new Batch(events, answers);
    }

    private static @Nullable BasinEvent decide(
            Waiting change, Catalogue catalogue, int generation, Instant now, List<Answer> answers) {
        Verdict<?> verdict = change.rule().decide(catalogue, generation, now);
        answers.add(after -> change.answer().accept(after, verdict.outcome()));
        return verdict.event();
    }

    @SuppressWarnings("unchecked") // rule and answer come as a pair of one type
    private <T> void add(@Nullable StreamName stream, StreamRule<T> rule, BiConsumer<Catalogue, Outcome<T>> answer) {
        waiting.add(new Waiting(stream, rule, (catalogue, outcome) -> answer.accept(catalogue, (Outcome<T>) outcome)));
        wakeUp();
    }

    private void wakeUp() {
        if (!woken && !waiting.isEmpty()) {
            woken = true;
            wake.run();
        }
    }

    /** About how many bytes an event takes; names and storage classes are what makes one large. */
    private static int weight(BasinEvent event) {
        int weight = 256;
        if (event instanceof BasinEvent.StreamCreated created) {
            weight += created.config().storageClass().length() * 2;
        } else if (event instanceof BasinEvent.StreamReconfigured changed) {
            weight += changed.config().storageClass().length();
        }
        return weight;
    }
}
