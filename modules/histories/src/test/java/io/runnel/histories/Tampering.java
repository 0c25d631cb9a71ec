package io.runnel.histories;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes a history a little; whether it is still one that a stream can have shown is for the checkers to say. */
final class Tampering {
    private final Random random;

    Tampering(Random random) {
        this.random = random;
    }

    History with(History history) {
        List<Operation> operations = new ArrayList<>(history.operations());
        int at = random.nextInt(operations.size());
        operations.set(at, with(operations.get(at), operations));
        return new History(history.stream(), operations);
    }

    private Operation with(Operation operation, List<Operation> all) {
        Answer answer = operation.answer();
        long called = operation.called();
        long returned = operation.returned();
        switch (random.nextInt(5)) {
            case 0 -> called = Math.max(0, called + random.nextInt(4001) - 2000);
            case 1 -> returned = operation.isUnknown() ? returned : returned + random.nextInt(4001) - 2000;
            case 2 -> {
                return operation.isUnknown() ? refused(operation) : unknown(operation);
            }
            default -> answer = other(answer, all);
        }
        return new Operation(operation.client(), called, Math.max(called, returned), operation.call(), answer);
    }

    private static Operation unknown(Operation operation) {
        return Operation.unknown(operation.client(), operation.called(), operation.call());
    }

    private static Operation refused(Operation operation) {
        return new Operation(
                operation.client(),
                operation.called(),
                operation.called() + 1,
                operation.call(),
                Answer.Nothing.REFUSED);
    }

    private Answer other(Answer answer, List<Operation> all) {
        int by = 1 - 2 * random.nextInt(2);
        if (answer instanceof Answer.Acknowledged ack) {
            return random.nextBoolean()
                    ? new Answer.Acknowledged(ack.start() + by, ack.end() + by, ack.tail() + by)
                    : new Answer.Acknowledged(ack.start(), ack.end(), ack.tail() + by);
        }
        if (answer instanceof Answer.TailIs is) {
            return new Answer.TailIs(Math.max(0, is.tail() + by));
        }
        if (answer instanceof Answer.SeqNumMismatch mismatch) {
            return new Answer.SeqNumMismatch(Math.max(0, mismatch.tail() + by));
        }
        if (answer instanceof Answer.TokenMismatch) {
            return new Answer.TokenMismatch(random.nextBoolean() ? "a" : "");
        }
        if (answer instanceof Answer.Records records && records.digests().length > 0) {
            return other(records, all);
        }
        return answer;
    }

    private Answer other(Answer.Records records, List<Operation> all) {
        long[] digests = records.digests().clone();
        int at = random.nextInt(digests.length);
        switch (random.nextInt(5)) {
            case 0 -> digests[at] = random.nextLong();
            case 1 -> digests = Arrays.copyOf(digests, digests.length - 1);
            case 2 -> {
                return new Answer.Records(records.first() + 1, Arrays.copyOfRange(digests, 1, digests.length));
            }
            case 3 -> {
                long swapped = digests[0];
                digests[0] = digests[at];
                digests[at] = swapped;
            }
            default -> {
                if (all.get(random.nextInt(all.size())).call() instanceof Call.Append append) {
                    digests[at] = append.records()[0];
                }
            }
        }
        return new Answer.Records(records.first(), digests);
    }
}
