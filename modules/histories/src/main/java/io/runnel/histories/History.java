package io.runnel.histories;

import java.util.ArrayList;
import java.util.List;

/**
 * The operations of all clients on one stream that was empty when it began. What happens on one stream has no bearing
 * on another, so each has a history of its own.
 *
 * @param operations those of one append session stand in the order in which they were sent
 */
public record History(String stream, List<Operation> operations) {
    /**
     * What was known at a moment: later calls are not in it, and later answers are unknown.
     *
     * @param time answers that arrived then are known
     */
    History until(long time) {
        List<Operation> known = new ArrayList<>();
        for (Operation operation : operations) {
            if (operation.called() > time) {
                continue;
            }
            if (operation.returned() <= time) {
                known.add(operation);
            } else if (operation.call() instanceof Call.Append) {
                // That it had to be refused is known from the start.
                known.add(
                        operation.answer() == Answer.Nothing.REFUSED
                                ? operation
                                : Operation.unknown(operation.client(), operation.called(), operation.call()));
            }
        }
        return new History(stream, known);
    }

    /** Records of all appends that may have taken place. */
    long mostRecords() {
        long most = 0;
        for (Operation operation : operations) {
            if (operation.mayHaveAppended()) {
                most += ((Call.Append) operation.call()).count();
            }
        }
        return most;
    }
}
