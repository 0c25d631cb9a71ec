package io.runnel.histories;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client asks of a stream. */
public sealed interface Call {
    /**
     * An append of one batch.
     *
     * @param records a digest of each record; no two records of a history have the same
     * @param commands the commands among the records, in order
     * @param match the tail it expects, or {@link #ANY}
     * @param token the fencing token it carries, or null
     * @param session not 0 for batches that one append session carried, one after the other, without waiting for
     *     answers
     */
    @SuppressWarnings("ArrayRecordComponent") // a carrier: nothing compares it
    record Append(
            long[] records,
            List<Command> commands,
            long match,
            @Nullable String token,
            long session) implements Call {
        public static final long ANY = -1;

        public Append {
            if (records.length == 0) {
                throw new IllegalArgumentException("a batch has records");
            }
        }

        int count() {
            return records.length;
        }

        /** Which of the fencing tokens is in force after it. */
        String tokenAfter(String before) {
            String after = before;
            for (Command command : commands) {
                after = command instanceof Fence fence ? fence.token() : after;
            }
            return after;
        }

        /** The first number that must be left after it, if its first record gets the number {@code start}. */
        long trimPointAfter(long before, long start) {
            long after = before;
            for (Command command : commands) {
                if (command instanceof Trim trim) {
                    after = Math.max(after, Math.min(trim.until(), start + trim.index() + 1));
                }
            }
            return after;
        }

        boolean fences() {
            return commands.stream().anyMatch(Fence.class::isInstance);
        }

        @Override
        public String toString() {
            return "append of " + records.length + (records.length == 1 ? " record " : " records ") + shortForm(records)
                    + (commands.isEmpty() ? "" : " " + commands)
                    + (match == ANY ? "" : " if the tail is " + match)
                    + (token == null ? "" : " with the token '" + token + "'")
                    + (session == 0 ? "" : " in session " + session);
        }
    }

    /** A record that is a command (contract 6.4). */
    sealed interface Command {
        /** Which record of its batch it is. */
        int index();
    }

    record Fence(int index, String token) implements Command {
        @Override
        public String toString() {
            return "fence '" + token + "'";
        }
    }

    /** @param until the first number to keep */
    record Trim(int index, long until) implements Command {
        @Override
        public String toString() {
            return "trim to " + until;
        }
    }

    /**
     * A read that does not wait.
     *
     * @param limit the number of records after which the read ends before the tail; at least 1
     */
    record Read(long from, int limit) implements Call {
        @Override
        public String toString() {
            return "read of " + limit + " from " + from;
        }
    }

    enum CheckTail implements Call {
        CHECK_TAIL;

        @Override
        public String toString() {
            return "check tail";
        }
    }

    /** For messages: a digest as a reader of several hundred of them can tell it from others. */
    static String shortForm(long... digests) {
        String[] parts = Arrays.stream(digests)
                .limit(6)
                .mapToObj(digest -> String.format("%04x", digest >>> 48))
                .toArray(String[]::new);
        return String.join(" ", parts) + (digests.length > 6 ? " …" : "");
    }
}
