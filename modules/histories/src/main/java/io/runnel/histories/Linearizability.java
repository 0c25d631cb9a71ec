package io.runnel.histories;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether a history is linearizable: whether each operation can have happened at one moment between its call and its
 * answer. A history of several thousand operations takes a second or so, if their records are read; what nobody reads
 * leaves many possibilities. For a larger one there is {@link LogCheck}.
 */
public final class Linearizability {
    /** Ways to try before giving up; a few hundred bytes each. */
    private static final int MOST_TRIED = 2_000_000;

    /** The same for a part of a history: what only its rest would tell leaves many possibilities. */
    private static final int MOST_TRIED_OF_A_PART = 20_000;

    private Linearizability() {}

    /** Says of a violation which is the shortest part of the history that shows it, if that can be found quickly. */
    public static Verdict check(History history) {
        return check(history, MOST_TRIED);
    }

    static Verdict check(History history, int mostTried) {
        Search search = new Search(history, mostTried, true);
        return switch (search.run()) {
            case FOUND -> new Verdict(Verdict.Kind.POSSIBLE, "tried " + search.tried() + " ways");
            case GAVE_UP -> new Verdict(Verdict.Kind.UNDECIDED, "gave up after " + search.tried() + " ways");
            case IMPOSSIBLE -> explain(history, search);
        };
    }

    /** A part of a linearizable history, up to some moment, is linearizable. So one can look for the moment. */
    private static Verdict explain(History history, Search whole) {
        List<Operation> answers = new ArrayList<>(history.operations().stream()
                .filter(operation -> !operation.isUnknown())
                .sorted((one, other) -> Long.compare(one.returned(), other.returned()))
                .toList());
        int possible = -1;
        int impossible = answers.size() - 1;
        Search shortest = whole;
        while (impossible - possible > 1) {
            int middle = (possible + impossible) / 2;
            Search search = new Search(history.until(answers.get(middle).returned()), MOST_TRIED_OF_A_PART, true);
            if (search.run() == Search.Result.IMPOSSIBLE) {
                impossible = middle;
                shortest = search;
            } else {
                possible = middle;
            }
        }
        // What goes as far as it can before it fails is easier to understand.
        History part = history.until(answers.get(impossible).returned());
        Search further = new Search(part, MOST_TRIED_OF_A_PART, false);
        if (further.run() == Search.Result.IMPOSSIBLE) {
            shortest = further;
        }
        return Verdict.violation(new Explanation(history.stream(), shortest, answers.get(impossible)).text());
    }
}
