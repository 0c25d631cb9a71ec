package io.runnel.histories;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Looks for an order of the operations that respects time and that a stream could have gone through: takes one that
 * may come next, goes on, and takes it back if that leads nowhere (Wing and Gong). What was tried before, the same
 * set of operations with the same state, is not tried again (Lowe). Two things make streams easier than that:
 *
 * <ul>
 *   <li>What changes nothing is taken as soon as it fits. If it fits later as well, it may as well come now.
 *   <li>Content never changes and tails never go back, so an append is tried only where nobody has seen something
 *       else, and only when no answer is left that tells of an earlier tail.
 * </ul>
 */
final class Search {
    enum Result {
        FOUND,
        IMPOSSIBLE,
        GAVE_UP
    }

    private static final int NO_PRIOR = -1;
    private static final int PRIOR_NEVER_APPENDED = -2;

    private final List<Operation> operations;
    private final EventList events;
    private final Expected expected;
    private final PinnedTails pinned;
    private final boolean looksAhead;
    private final long[] content;
    private final int[] priorInSession;
    private final boolean[] appended;
    private final long[] keys;
    private final Set<Fingerprint> tried = new HashSet<>();
    private final int mostTried;

    private final int[] taken;
    private int takenCount;
    private int answersLeft;
    private StreamState state = StreamState.EMPTY;
    private long setHigh;
    private long setLow;

    private final Deque<Frame> path = new ArrayDeque<>();
    private int[] longest = {};

    /** Of what has been taken, in any order, and the state it has led to; two of 128 bits are not equal by chance. */
    private record Fingerprint(long high, long low) {}

    /** Before an append was taken. */
    private record Frame(int append, int takenBefore, StreamState before) {}

    /** @param looksAhead whether an append is not even tried that would pass by the tail of an answer */
    Search(History history, int mostTried, boolean looksAhead) {
        this.operations = answerable(history);
        this.mostTried = mostTried;
        this.looksAhead = looksAhead;
        this.events = new EventList(operations);
        this.content = new long[Math.toIntExact(history.mostRecords())];
        this.expected = new Expected(operations, content.length);
        this.pinned = new PinnedTails(operations);
        this.priorInSession = sessions(operations);
        this.appended = new boolean[operations.size()];
        this.taken = new int[operations.size()];
        this.keys = new SplittableRandom(1).longs(2L * operations.size()).toArray();
        this.answersLeft = (int) operations.stream()
                .filter(operation -> !operation.isUnknown() && !isRefused(operation))
                .count();
    }

    /** Without what needs no explanation; and that an acknowledgement tells the tail is an answer of its own. */
    private static List<Operation> answerable(History history) {
        List<Operation> all = new ArrayList<>();
        for (Operation operation : history.operations()) {
            if (operation.call() instanceof Call.Append || !operation.isUnknown()) {
                all.add(operation);
            }
            if (operation.answer() instanceof Answer.Acknowledged ack && ack.tail() > ack.end()) {
                all.add(new Operation(
                        operation.client(),
                        operation.called(),
                        operation.returned(),
                        Call.CheckTail.CHECK_TAIL,
                        new Answer.TailIs(ack.tail())));
            }
        }
        return all;
    }

    private static int[] sessions(List<Operation> operations) {
        int[] prior = new int[operations.size()];
        Map<Long, Integer> latest = new HashMap<>();
        for (int i = 0; i < prior.length; i++) {
            prior[i] = NO_PRIOR;
            if (operations.get(i).call() instanceof Call.Append append && append.session() != 0) {
                Integer before = latest.put(append.session(), i);
                if (before != null) {
                    prior[i] = operations.get(before).mayHaveAppended() ? before : PRIOR_NEVER_APPENDED;
                }
            }
        }
        return prior;
    }

    private static boolean isRefused(Operation operation) {
        return operation.answer() == Answer.Nothing.REFUSED;
    }

    Result run() {
        boolean fresh = true;
        int from = EventList.HEAD;
        while (true) {
            if (fresh) {
                observeAll();
                if (answersLeft == 0) {
                    return Result.FOUND;
                }
                from = EventList.HEAD;
                fresh = tried.add(fingerprint());
                if (tried.size() > mostTried) {
                    return Result.GAVE_UP;
                }
            }
            int append = fresh || from != EventList.HEAD ? nextAppend(from) : EventList.HEAD;
            if (append != EventList.HEAD) {
                int operation = EventList.operationAt(append);
                path.push(new Frame(append, takenCount, state));
                append(operation);
                fresh = true;
                continue;
            }
            remember();
            if (path.isEmpty()) {
                return Result.IMPOSSIBLE;
            }
            Frame frame = path.pop();
            takeBack(frame);
            from = frame.append;
            fresh = false;
        }
    }

    private void observeAll() {
        int node = events.nextCall(EventList.HEAD);
        while (node != EventList.HEAD) {
            int i = EventList.operationAt(node);
            Operation operation = operations.get(i);
            if (!operation.mayHaveAppended() && reason(i) == Reason.NONE) {
                take(i);
            }
            node = events.nextCall(node);
        }
    }

    /** The call of an append that may come next, after the one at this node. */
    private int nextAppend(int from) {
        int node = events.nextCall(from);
        while (node != EventList.HEAD) {
            int i = EventList.operationAt(node);
            if (operations.get(i).mayHaveAppended() && reason(i) == Reason.NONE) {
                return node;
            }
            node = events.nextCall(node);
        }
        return EventList.HEAD;
    }

    Reason reason(int i) {
        Operation operation = operations.get(i);
        if (!operation.mayHaveAppended()) {
            return isRefused(operation)
                    ? Reason.NONE
                    : StreamRules.observe(state, content, operation.call(), operation.answer());
        }
        Call.Append append = (Call.Append) operation.call();
        if (priorInSession[i] != NO_PRIOR
                && (priorInSession[i] == PRIOR_NEVER_APPENDED || !appended[priorInSession[i]])) {
            return Reason.OUT_OF_TURN;
        }
        Reason reason = StreamRules.append(state, append, operation.answer());
        if (reason == Reason.NONE && !expected.allows(state.tail(), append.records())) {
            return Reason.SEEN_OTHERWISE;
        }
        if (reason == Reason.NONE && looksAhead && pinned.isAnyBefore(state.tail() + append.count(), i)) {
            return Reason.PASSES_BY;
        }
        return reason;
    }

    private void append(int i) {
        Call.Append append = (Call.Append) operations.get(i).call();
        System.arraycopy(append.records(), 0, content, (int) state.tail(), append.count());
        state = state.after(append);
        appended[i] = true;
        take(i);
    }

    private void take(int i) {
        events.remove(i);
        pinned.taken(i);
        taken[takenCount++] = i;
        toggle(i);
        answersLeft -= operations.get(i).isUnknown() || isRefused(operations.get(i)) ? 0 : 1;
    }

    private void takeBack(Frame frame) {
        while (takenCount > frame.takenBefore) {
            int i = taken[--takenCount];
            events.putBack(i);
            pinned.putBack(i);
            toggle(i);
            appended[i] = false;
            answersLeft += operations.get(i).isUnknown() || isRefused(operations.get(i)) ? 0 : 1;
        }
        state = frame.before;
    }

    private void toggle(int i) {
        setHigh ^= keys[2 * i];
        setLow ^= keys[2 * i + 1];
    }

    private Fingerprint fingerprint() {
        return new Fingerprint(setHigh ^ StreamState.mix(state.chain()), setLow ^ StreamState.mix(~state.chain()));
    }

    private void remember() {
        if (takenCount > longest.length) {
            longest = Arrays.copyOf(taken, takenCount);
        }
    }

    // for the explanation of a failure

    /** How many different ways were tried. */
    int tried() {
        return tried.size();
    }

    List<Operation> operations() {
        return operations;
    }

    /** What can be explained: the longest order that was found, of indexes of {@link #operations}. */
    int[] longest() {
        return longest;
    }

    /** Goes through an order that was found, so that {@link #state} and {@link #reason} speak of its end. */
    void replay(int[] order, int count) {
        takeBack(new Frame(EventList.HEAD, 0, StreamState.EMPTY));
        for (int i = 0; i < count; i++) {
            if (operations.get(order[i]).mayHaveAppended()) {
                append(order[i]);
            } else {
                take(order[i]);
            }
        }
    }

    StreamState state() {
        return state;
    }

    /** What may come next as far as time goes. */
    List<Integer> candidates() {
        List<Integer> all = new ArrayList<>();
        for (int node = events.nextCall(EventList.HEAD); node != EventList.HEAD; node = events.nextCall(node)) {
            all.add(EventList.operationAt(node));
        }
        return all;
    }
}
