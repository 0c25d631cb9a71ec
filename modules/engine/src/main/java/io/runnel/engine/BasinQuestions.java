package io.runnel.engine;

import io.runnel.engine.StreamLink.Purpose;
import io.runnel.model.StreamError;
import io.runnel.model.StreamOptions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the basin's word on whether the stream exists. There is one question at a time, and a negative answer
 * concerns only those who were waiting for it when it was asked: whoever came later may have seen the stream created
 * meanwhile.
 */
final class BasinQuestions {
    private static final class Waiting {
        final Purpose purpose;
        final StreamOptions create;
        final Runnable proceed;
        final Consumer<StreamError> refuse;
        boolean asked;

        Waiting(Purpose purpose, StreamOptions create, Runnable proceed, Consumer<StreamError> refuse) {
            this.purpose = purpose;
            this.create = create;
            this.proceed = proceed;
            this.refuse = refuse;
        }
    }

    /** What the basin is to be asked. */
    record Question(Purpose purpose, StreamOptions create) {}

    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private boolean open;

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /**
     * @param proceed when the stream exists
     * @param refuse when it does not, or the basin does not answer
     */
    void await(Purpose purpose, StreamOptions create, Runnable proceed, Consumer<StreamError> refuse) {
        waiting.add(new Waiting(purpose, create, proceed, refuse));
    }

    /** What to ask now; null if nobody waits or a question is open. */
    @Nullable
    Question next() {
        Waiting first = waiting.peek();
        if (open || first == null) {
            return null;
        }
        open = true;
        for (Waiting one : waiting) {
            one.asked = one.purpose == first.purpose;
        }
        return new Question(first.purpose, first.create);
    }

    /** The answer to the open question was of no use. */
    void unanswered() {
        open = false;
    }

    /** The stream exists: everybody proceeds, in the order they came. */
    void present() {
        open = false;
        for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
            next.proceed.run();
        }
    }

    /** Refuses those for whom the open question was asked. */
    void absent(StreamError error) {
        open = false;
        List<Waiting> refused = new ArrayList<>();
        for (Iterator<Waiting> all = waiting.iterator(); all.hasNext(); ) {
            Waiting one = all.next();
            if (one.asked) {
                all.remove();
                refused.add(one);
            }
        }
        refused.forEach(one -> one.refuse.accept(error));
    }

    void refuseAll(StreamError error) {
        open = false;
        for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
            next.refuse.accept(error);
        }
    }
}
