package io.runnel.histories;

import java.util.ArrayList;
import java.util.List;

/**
 * Calls and answers in the order of time, from which operations are taken out and put back in the reverse order. What
 * may come next is called before the first answer that is left.
 */
final class EventList {
    static final int HEAD = 0;

    private final int[] next;
    private final int[] previous;
    private final boolean[] returns;

    private record Event(long time, int node) {}

    EventList(List<Operation> operations) {
        int nodes = 1 + 2 * operations.size();
        next = new int[nodes];
        previous = new int[nodes];
        returns = new boolean[operations.size()];
        List<Event> events = new ArrayList<>(nodes);
        for (int i = 0; i < operations.size(); i++) {
            Operation operation = operations.get(i);
            events.add(new Event(operation.called(), callOf(i)));
            if (!operation.isUnknown()) {
                returns[i] = true;
                events.add(new Event(operation.returned(), callOf(i) + 1));
            }
        }
        // At one and the same time calls come first: then neither is before the other.
        events.sort((one, other) -> one.time != other.time
                ? Long.compare(one.time, other.time)
                : Boolean.compare(isReturn(one.node), isReturn(other.node)));
        int last = HEAD;
        for (Event event : events) {
            link(last, event.node);
            last = event.node;
        }
        link(last, HEAD);
    }

    private void link(int one, int other) {
        next[one] = other;
        previous[other] = one;
    }

    static int callOf(int operation) {
        return 1 + 2 * operation;
    }

    static int operationAt(int node) {
        return (node - 1) / 2;
    }

    private static boolean isReturn(int node) {
        return node % 2 == 0;
    }

    /** The next call after this node, or {@link #HEAD} if an answer comes before it or there is none. */
    int nextCall(int node) {
        int following = next[node];
        return isReturn(following) ? HEAD : following; // the head itself, at the end, counts as one
    }

    void remove(int operation) {
        int call = callOf(operation);
        if (returns[operation]) {
            unlink(call + 1);
        }
        unlink(call); // last, so that its way to what follows stays right
    }

    /** Puts back what was removed last. */
    void putBack(int operation) {
        int call = callOf(operation);
        relink(call);
        if (returns[operation]) {
            relink(call + 1);
        }
    }

    private void unlink(int node) {
        next[previous[node]] = next[node];
        previous[next[node]] = previous[node];
    }

    private void relink(int node) {
        next[previous[node]] = node;
        previous[next[node]] = node;
    }
}
