package io.runnel.histories;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks a history of any size in the time it takes to sort it. Acknowledgements and readers say where each batch is;
 * that gives the one order in which appends can have taken place, and every other answer tells at which tail, or from
 * which tail on, it can have been given. What remains is that tails do not go back: who is called after somebody was
 * shown a tail must not be shown an earlier one.
 *
 * <p>With every record read, or acknowledged, this is as strict as {@link Linearizability}. Where nobody has looked
 * it cannot know which appends of unknown outcome are there, and says {@link Verdict.Kind#POSSIBLE_IN_PART}: it then
 * takes every length of a gap and every tail in it that these could make up between them, and looks at no token, and
 * no trim point, that one of them could have changed.
 */
public final class LogCheck {
    private final List<Operation> operations;
    private final RecordIndex index;
    private final long[] starts;
    private final Placed placed;
    private final Guesses guesses;
    private boolean inPart;

    public static Verdict check(History history) {
        try {
            LogCheck check = new LogCheck(history.operations());
            check.tailsNeverGoBack();
            boolean all = check.placed.isWhole() && !check.inPart;
            return new Verdict(
                    all ? Verdict.Kind.POSSIBLE : Verdict.Kind.POSSIBLE_IN_PART, check.placed.end() + " records");
        } catch (LogViolation violation) {
            return Verdict.violation("The stream " + history.stream() + ": " + violation.getMessage());
        }
    }

    private LogCheck(List<Operation> operations) {
        this.operations = operations;
        this.index = new RecordIndex(operations);
        this.starts = new long[operations.size()];
        Arrays.fill(starts, Placed.NOWHERE);
        placeAcknowledged();
        placeRead();
        this.guesses = new Guesses(operations, starts);
        this.placed = new Placed(operations, starts, guesses);
        placed.checkSessions();
    }

    private void placeAcknowledged() {
        for (int i = 0; i < starts.length; i++) {
            if (operations.get(i).answer() instanceof Answer.Acknowledged ack) {
                Call.Append append = (Call.Append) operations.get(i).call();
                if (ack.end() - ack.start() != append.count() || ack.start() < 0) {
                    throw new LogViolation("acknowledged as another number of records", operations.get(i));
                }
                if (ack.tail() < ack.end()) {
                    throw new LogViolation("the tail of an acknowledgement is before its end", operations.get(i));
                }
                starts[i] = ack.start();
            }
        }
    }

    private void placeRead() {
        for (Operation operation : operations) {
            if (operation.answer() instanceof Answer.Records records) {
                if (records.digests().length > ((Call.Read) operation.call()).limit()) {
                    throw new LogViolation("more was read than was asked for", operation);
                }
                for (int i = 0; i < records.digests().length; i++) {
                    place(operation, records.first() + i, records.digests()[i]);
                }
            }
        }
    }

    private void place(Operation read, long seqNum, long digest) {
        int append = index.operationOf(digest);
        if (append < 0) {
            throw new LogViolation("nobody has sent record " + seqNum, read);
        }
        Operation written = operations.get(append);
        if (!written.mayHaveAppended()) {
            throw new LogViolation("record " + seqNum + " belongs to a batch that was refused", written, read);
        }
        long start = seqNum - index.placeOf(digest);
        if (start < 0) {
            throw new LogViolation("record " + seqNum + " is not the first of its batch", written, read);
        }
        if (starts[append] == Placed.NOWHERE) {
            starts[append] = start;
        } else if (starts[append] != start) {
            throw new LogViolation(
                    "record " + seqNum + " is of a batch that is at " + starts[append] + " as well", written, read);
        }
    }

    /** An operation at the tail at which it took place; of an append, that after it. */
    private static final class Entry {
        final Operation operation;
        final int append; // its index, or -1
        long tail;

        Entry(Operation operation, int append) {
            this.operation = operation;
            this.append = append;
        }
    }

    private void tailsNeverGoBack() {
        Entry[] byCall = entries();
        Entry[] byReturn = Arrays.stream(byCall)
                .filter(entry -> !entry.operation.isUnknown())
                .toArray(Entry[]::new);
        Arrays.sort(byCall, Comparator.comparingLong(entry -> entry.operation.called()));
        Arrays.sort(byReturn, Comparator.comparingLong(entry -> entry.operation.returned()));
        @Nullable Entry furthest = null;
        int returned = 0;
        for (Entry entry : byCall) {
            while (returned < byReturn.length && byReturn[returned].operation.returned() < entry.operation.called()) {
                Entry before = byReturn[returned++];
                furthest = furthest == null || before.tail > furthest.tail ? before : furthest;
            }
            long floor = furthest == null ? 0 : furthest.tail;
            long before; // the tail before it
            if (entry.append >= 0) {
                before = starts[entry.append];
                entry.tail = before + ((Call.Append) entry.operation.call()).count();
            } else {
                before = tailOf(entry.operation, floor);
                entry.tail = before;
            }
            if (before < floor && furthest != null) {
                throw new LogViolation(
                        "the tail was " + floor + " before this was asked for, and here it is " + before,
                        furthest.operation,
                        entry.operation);
            }
        }
    }

    private Entry[] entries() {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < starts.length; i++) {
            Operation operation = operations.get(i);
            if (starts[i] != Placed.NOWHERE) {
                entries.add(new Entry(operation, i));
                if (operation.answer() instanceof Answer.Acknowledged ack && ack.tail() > ack.end()) {
                    entries.add(new Entry(
                            new Operation(
                                    operation.client(),
                                    operation.called(),
                                    operation.returned(),
                                    Call.CheckTail.CHECK_TAIL,
                                    new Answer.TailIs(ack.tail())),
                            -1));
                }
            } else if (!(operation.answer() instanceof Answer.Nothing)) {
                entries.add(new Entry(operation, -1));
            }
        }
        return entries.toArray(Entry[]::new);
    }

    /** The earliest tail, from this one on if possible, at which the answer is right. */
    private long tailOf(Operation operation, long floor) {
        if (operation.answer() instanceof Answer.TailIs is) {
            if (operation.call() instanceof Call.Read read && read.from() < is.tail()) {
                throw new LogViolation("there is something to read", operation);
            }
            return whole(is.tail(), operation);
        }
        if (operation.answer() instanceof Answer.Records records) {
            return tailOfRead((Call.Read) operation.call(), records, operation, floor);
        }
        Call.Append append = (Call.Append) operation.call();
        if (operation.answer() instanceof Answer.SeqNumMismatch mismatch) {
            if (append.match() == Call.Append.ANY || append.match() == mismatch.tail()) {
                throw new LogViolation("refused, though its condition holds", operation);
            }
            long tail = whole(mismatch.tail(), operation);
            if (append.token() != null
                    && !append.token().equals(placed.tokenAt(tail))
                    && !guess(guesses.mayFence() && placed.isUnseen(tail))) {
                throw new LogViolation("refused for its number, and its token is not in force", operation);
            }
            return tail;
        }
        String token = ((Answer.TokenMismatch) operation.answer()).token();
        if (append.token() == null || append.token().equals(token)) {
            throw new LogViolation("refused, though its condition holds", operation);
        }
        if (!placed.isWhole() && guess(guesses.mayFence())) {
            return floor;
        }
        long tail = placed.firstWithToken(token, floor);
        if (tail == Long.MAX_VALUE && !guess(guesses.mayFence(token))) {
            throw new LogViolation("refused by a token that is no longer in force, or never was", operation);
        }
        return tail == Long.MAX_VALUE ? unseen(floor) : tail;
    }

    /** After something that nobody has seen. */
    private long unseen(long floor) {
        return Math.max(floor, placed.end() + 1);
    }

    private long tailOfRead(Call.Read read, Answer.Records records, Operation operation, long floor) {
        boolean trimmed = records.digests().length == 0 || records.first() > read.from();
        if (records.digests().length > 0 && records.first() < read.from()) {
            throw new LogViolation("the read begins before where it was to begin", operation);
        }
        if (trimmed && guesses.mayTrim() && (!placed.isWhole() || floor > placed.end())) {
            inPart = true;
            return Math.max(floor, records.next());
        }
        if (records.digests().length == 0) {
            long tail = placed.firstEmpty(Math.max(floor, read.from() + 1));
            if (tail == Long.MAX_VALUE && !guess(guesses.mayTrim())) {
                throw new LogViolation("nothing was read, and there is something", operation);
            }
            return tail == Long.MAX_VALUE ? unseen(floor) : tail;
        }
        if (records.digests().length < read.limit()) {
            // It ended because it had come to the tail.
            long tail = whole(records.next(), operation);
            if (trimmed && placed.trimPointAt(tail) < records.first()) {
                throw new LogViolation("the read begins too late, and nobody has trimmed so far", operation);
            }
            return tail;
        }
        long least = Math.max(floor, placed.wholeBatchesUntil(records.next()));
        if (!trimmed) {
            return least;
        }
        long trimmedAt = placed.firstTrimmedTo(records.first());
        if (trimmedAt == Long.MAX_VALUE && !guess(guesses.mayTrim())) {
            throw new LogViolation("the read begins too late, and nobody has trimmed so far", operation);
        }
        return trimmedAt == Long.MAX_VALUE ? unseen(least) : Math.max(least, trimmedAt);
    }

    /** That this tail can have been one. */
    private long whole(long tail, Operation operation) {
        if (placed.tears(tail)) {
            throw new LogViolation("the tail " + tail + " is inside of a batch", operation);
        }
        if (tail > placed.end()) {
            guess(true);
            if (tail > placed.end() + guesses.mostRecordsBy(operation.returned())) {
                throw new LogViolation("the tail " + tail + " is ahead of all that was ever written", operation);
            }
        }
        return tail;
    }

    /** Takes note that something was not looked at. */
    private boolean guess(boolean reasonable) {
        inPart |= reasonable;
        return reasonable;
    }
}
