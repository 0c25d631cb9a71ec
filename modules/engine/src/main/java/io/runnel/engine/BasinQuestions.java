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
    private @Nullable Question open;

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
        if (open != null || first == null) {
            return null;
        }
        for (Waiting one : waiting) {
            one.asked = one.purpose == first.purpose;
        }
        open = new Question(first.purpose, first.create);
        return open;
    }

    /** The answer to the open question was of no use. */
    void unanswered() {
        open = null;
    }

    /**
     * The stream exists: everybody proceeds, in the order they came.
     *
     * @return false if only those proceeded who merely {@linkplain Purpose#INSPECT inspect}, since that was the question:
     *     the basin does not know that the stream is used
     */
    boolean present() {
        boolean inspected = open != null && open.purpose() == Purpose.INSPECT;
        (inspected ? close() : closeAll()).forEach(one -> one.proceed.run());
        return !inspected;
    }

    /** Refuses those for whom the open question was asked. */
    void absent(StreamError error) {
        close().forEach(one -> one.refuse.accept(error));
    }

    void refuseAll(StreamError error) {
        closeAll().forEach(one -> one.refuse.accept(error));
    }

    /** Ends the question. @return for whom it was asked */
    private List<Waiting> close() {
        open = null;
        List<Waiting> asked = new ArrayList<>();
        for (Iterator<Waiting> all = waiting.iterator(); all.hasNext(); ) {
            Waiting one = all.next();
            if (one.asked) {
                all.remove();
                asked.add(one);
            }
        }
        return asked;
    }

    private List<Waiting> closeAll() {
        open = null;
        List<Waiting> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }
}
