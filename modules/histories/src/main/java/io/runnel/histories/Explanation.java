package io.runnel.histories;

import java.util.List;

/** Tells people why a history has no explanation. */
final class Explanation {
    private static final int LINES = 15;

    private final StringBuilder text = new StringBuilder();

    /**
     * @param search of the shortest part of the history that has no explanation; it has found that out
     * @param last what that part ends with
     */
    Explanation(String stream, Search search, Operation last) {
        List<Operation> operations = search.operations();
        int[] order = search.longest();
        text.append("The stream ").append(stream).append(" is not linearizable. Without this answer it would be:\n");
        line(operations, last);
        text.append("\nWhat can be explained, in this order");
        int skipped = Math.max(0, order.length - LINES);
        text.append(skipped == 0 ? ":\n" : " (the last " + LINES + " of " + order.length + "):\n");
        for (int i = skipped; i < order.length; i++) {
            search.replay(order, i + 1);
            line(operations, operations.get(order[i]));
            if (operations.get(order[i]).mayHaveAppended()) {
                text.append("      ").append(search.state()).append('\n');
            }
        }
        search.replay(order, order.length);
        text.append("\nThen: ").append(search.state()).append(". What cannot come next, and why:\n");
        for (int candidate : search.candidates()) {
            // What takes effect here leads nowhere: had it led further, the order above would be longer.
            Reason reason = search.reason(candidate);
            line(operations, operations.get(candidate));
            text.append("      ")
                    .append(reason == Reason.NONE ? "it can, but nothing after it" : reason.toString())
                    .append('\n');
        }
    }

    private void line(List<Operation> operations, Operation operation) {
        text.append("  #")
                .append(operations.indexOf(operation))
                .append(' ')
                .append(operation)
                .append('\n');
    }

    String text() {
        return text.toString();
    }
}
