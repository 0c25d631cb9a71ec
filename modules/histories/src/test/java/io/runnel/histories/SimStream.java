package io.runnel.histories;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A stream that does one thing at a time, and at most one of them wrong. */
final class SimStream {
    private final Random random;
    private @Nullable Mistake mistake;
    private boolean mistaken;

    private long[] records = new long[64];
    private int tail;
    private int gone; // records before it are no longer there
    private String token = "";
    private final List<Replaced> oldTokens = new ArrayList<>();
    private final List<Integer> tails = new ArrayList<>(List.of(0)); // it has had
    private long trimPoint;

    /** @param at the tail at which another token came */
    private record Replaced(String token, int at) {}

    SimStream(Random random) {
        this.random = random;
    }

    /** From now on it waits for an opportunity. */
    void plant(Mistake wrong) {
        mistake = wrong;
    }

    boolean hasMistaken() {
        return mistaken;
    }

    long tail() {
        return tail;
    }

    String token() {
        return token;
    }

    String oldToken(Random choice) {
        return oldTokens.isEmpty() ? "never" : oldTokens.get(choice.nextInt(oldTokens.size())).token;
    }

    /** Trimmed records disappear at some time. */
    void collect() {
        gone = (int) Math.max(gone, trimPoint);
    }

    boolean now(Mistake wrong, boolean possible) {
        if (mistake == wrong && possible) {
            mistake = null;
            mistaken = true;
            return true;
        }
        return false;
    }

    /**
     * @param known a tail that somebody had been told before this was asked for
     * @param other a batch that is under way, and will be lost if a reader has been shown it
     */
    Answer answer(Call call, long known, Call.@Nullable Append other) {
        if (call instanceof Call.Append append) {
            return append(append, known);
        }
        int stale = lastTailBefore(known);
        if (call instanceof Call.Read read) {
            Answer right = read(read, tail);
            if (stale >= 0 && gone <= stale && mistake == Mistake.STALE_READ) {
                Answer wrong = read(read, stale);
                boolean differs = !wrong.toString().equals(right.toString());
                return now(Mistake.STALE_READ, differs) ? wrong : right;
            }
            if (now(Mistake.NOT_DURABLE_READ, other != null && read.limit() > 4 && read.from() == tail)) {
                return new Answer.Records(tail, other.records());
            }
            return right;
        }
        if (now(Mistake.STALE_TAIL, stale >= 0)) {
            return new Answer.TailIs(stale);
        }
        return new Answer.TailIs(now(Mistake.TAIL_AHEAD, true) ? tail + 100_000_000 : tail);
    }

    private int lastTailBefore(long known) {
        int last = tails.size() - 1;
        while (last >= 0 && tails.get(last) >= known) {
            last--;
        }
        return last < 0 ? -1 : tails.get(last);
    }

    private boolean wasInForce(String old) {
        return oldTokens.stream().anyMatch(replaced -> replaced.token.equals(old));
    }

    private Answer read(Call.Read read, int until) {
        if (read.from() >= until) {
            return new Answer.TailIs(until);
        }
        int first = (int) Math.max(read.from(), gone);
        if (first >= until) {
            return new Answer.Records(read.from(), new long[0]);
        }
        int next = (int) Math.min(until, first + (long) read.limit());
        return new Answer.Records(first, Arrays.copyOfRange(records, first, next));
    }

    private Answer append(Call.Append append, long known) {
        if (append.token() != null && !append.token().equals(token)) {
            if (now(Mistake.RESURRECTED_FENCE, wasInForce(append.token()))) {
                token = append.token();
            } else if (!now(Mistake.IGNORED_TOKEN, true)) {
                String told = token;
                for (Replaced old : oldTokens) {
                    // One that comes but once, and of which somebody was told before that it has gone.
                    boolean gone = old.token.startsWith("once") && !old.token.equals(token) && known > old.at;
                    if (gone && !old.token.equals(append.token()) && now(Mistake.REFUSED_WITH_OLD_TOKEN, true)) {
                        told = old.token;
                    }
                }
                if (now(Mistake.REFUSED_AND_DONE, true)) {
                    store(append.records());
                }
                return new Answer.TokenMismatch(told);
            }
        }
        if (append.match() != Call.Append.ANY) {
            long told = tail;
            boolean differs = append.match() != tail;
            if (differs && !now(Mistake.IGNORED_MATCH, true)) {
                if (now(Mistake.REFUSED_AND_DONE, true)) {
                    store(append.records());
                }
                return new Answer.SeqNumMismatch(told);
            }
            if (!differs && now(Mistake.REFUSED_WITHOUT_REASON, true)) {
                return new Answer.SeqNumMismatch(told);
            }
        }
        return accept(append, known);
    }

    private Answer accept(Call.Append append, long known) {
        int start = tail;
        int count = append.count();
        Answer answer = new Answer.Acknowledged(start, start + count, start + count);
        if (now(Mistake.LOST_ACKNOWLEDGED, true)) {
            return answer;
        }
        long[] stored = append.records();
        if (now(Mistake.TORN, count > 1)) {
            stored = Arrays.copyOf(stored, count - 1);
        } else if (now(Mistake.SHUFFLED, count > 1)) {
            stored = stored.clone();
            stored[0] = append.records()[1];
            stored[1] = append.records()[0];
        } else if (now(Mistake.PHANTOM, true)) {
            stored = Arrays.copyOf(stored, count + 1);
            stored[count] = random.nextLong();
        }
        int before = tails.size() < 2 ? 0 : tails.get(tails.size() - 2);
        trimPoint = append.trimPointAfter(trimPoint, start);
        String next = append.tokenAfter(token);
        if (append.fences()) {
            oldTokens.add(new Replaced(token, start));
            if (oldTokens.size() > 16) {
                oldTokens.remove(0);
            }
            token = next;
        }
        store(stored);
        if (now(Mistake.DUPLICATED, true)) {
            store(stored);
        } else if (now(Mistake.REORDERED, known >= start && start > before)) {
            long[] first = Arrays.copyOfRange(records, before, start);
            System.arraycopy(records, start, records, before, count);
            System.arraycopy(first, 0, records, before + count, first.length);
        } else if (now(Mistake.TRIMMED_TOO_FAR, trimPoint <= gone)) {
            gone = start + 1;
        }
        return answer;
    }

    private void store(long[] stored) {
        if (tail + stored.length > records.length) {
            records = Arrays.copyOf(records, 2 * records.length + stored.length);
        }
        System.arraycopy(stored, 0, records, tail, stored.length);
        tail += stored.length;
        tails.add(tail);
    }
}
