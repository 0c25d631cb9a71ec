package io.runnel.log;

/**
 * How a node that has been replaced stops answering, in so few words that all that can happen can be tried: a writer whose
 * writes and questions may be slow, and which is asked once; two others that take over from it, one by its descriptor and
 * one perhaps by the archive. Time passes in ticks, and the writer's clock may miss one. Only what the writer alone knows to
 * be durable before anybody took over is ever in question, so no entries are modelled.
 */
final class LeaseModel implements Exploration.Model {
    /** What is done wrong. */
    enum Mistake {
        NONE,
        NOT_WAITED,
        CLOCKS_TAKEN_FOR_EQUAL,
        NEVER_OVER,
        PROVEN_WHEN_ANSWERED,
        PROVEN_BY_SLOTS_OUT_OF_ORDER,
        ANY_ANSWER_WILL_DO,
        ARCHIVED_BEFORE_THE_LEASE_IS_OVER,
        ANSWERS_AFTER_GIVING_UP_THE_LEASE
    }

    private static final int LEASE = 2;
    private static final int LONG_AGO = LEASE + 1; // older than that is all the same
    private static final int WAIT = LEASE + 2; // beyond the end of the tick, and one that the writer's clock may miss

    // The writer.
    private static final BitField PROOF_AGE = new BitField(0, 2);
    private static final BitField WRITE = new BitField(2, 2); // NOTHING, SENT, DONE
    private static final BitField WRITE_AGE = new BitField(4, 2);
    private static final BitField QUESTION = new BitField(6, 2); // NOTHING, SENT, DONE, NEGATIVE
    private static final BitField QUESTION_AGE = new BitField(8, 2);
    private static final BitField REPLACED = new BitField(10, 1); // it knows
    private static final BitField GIVEN_UP = new BitField(11, 1); // its descriptor says that nobody need wait
    private static final BitField TICK_MISSED = new BitField(12, 1);

    // What it was asked.
    private static final BitField ASKED = new BitField(13, 1);
    private static final BitField OUTDATED = new BitField(14, 1); // what it knew when it was asked
    private static final BitField COVERED_BY_PROOF = new BitField(15, 1);
    private static final BitField COVERED_BY_WRITE = new BitField(16, 1);
    private static final BitField COVERED_BY_QUESTION = new BitField(17, 1);
    private static final BitField ANSWERED_WRONGLY = new BitField(18, 1);

    // Its log, and who takes over.
    private static final BitField LOG = new BitField(19, 2); // OPEN, BLOCKED, ENDED
    private static final BitField ARCHIVED = new BitField(21, 1);
    private static final BitField[] HEIR = {new BitField(22, 2), new BitField(24, 2)}; // UNKNOWING, WAITING, SERVING
    private static final BitField[] WAITED = {new BitField(26, 3), new BitField(29, 3)};
    private static final BitField TOLD = new BitField(32, 1); // somebody, by an heir, of something new
    private static final BitField NOT_ZERO = new BitField(33, 1);

    // A request.
    private static final int NOTHING = 0;
    private static final int SENT = 1;
    private static final int DONE = 2;
    private static final int NEGATIVE = 3;

    // The log.
    private static final int OPEN = 0;
    private static final int BLOCKED = 1; // by a SEAL
    private static final int ENDED = 2;

    // An heir.
    private static final int UNKNOWING = 0;
    private static final int WAITING = 1;
    private static final int SERVING = 2;

    private final Mistake mistake;
    private Exploration.Visitor visitor = (what, detail, next) -> {};

    LeaseModel(Mistake mistake) {
        this.mistake = mistake;
    }

    @Override
    public long first() {
        return PROOF_AGE.set(NOT_ZERO.set(0), LONG_AGO);
    }

    @Override
    public String broken(long state) {
        return ANSWERED_WRONGLY.in(state) ? "I-LIN: what was answered was out of date when it was asked" : "";
    }

    @Override
    public void successors(long state, Exploration.Visitor to) {
        visitor = to;
        tick(state);
        if (!REPLACED.in(state)) {
            write(state);
            ask(state);
            answer(state);
        }
        arrive(state);
        end(state);
        for (int heir = 0; heir < HEIR.length; heir++) {
            inherit(state, heir);
        }
    }

    private void tick(long state) {
        long later = state;
        for (int heir = 0; heir < HEIR.length; heir++) {
            if (HEIR[heir].of(state) == WAITING) {
                later = WAITED[heir].set(later, Math.min(WAIT, WAITED[heir].of(state) + 1));
            }
        }
        if (!TICK_MISSED.in(state)) {
            visitor.next("tick, which the writer misses", 0, TICK_MISSED.set(later));
        }
        later = older(PROOF_AGE, later);
        later = older(WRITE_AGE, later);
        visitor.next("tick", 0, older(QUESTION_AGE, later));
    }

    private static long older(BitField age, long state) {
        return age.set(state, Math.min(LONG_AGO, age.of(state) + 1));
    }

    private void write(long state) {
        if (WRITE.of(state) == NOTHING && !GIVEN_UP.in(state)) {
            long sent = WRITE_AGE.set(WRITE.set(state, SENT), 0);
            visitor.next("write", 0, COVERED_BY_WRITE.set(sent, ASKED.of(state)));
        }
        if (WRITE.of(state) == DONE) {
            visitor.next("acknowledge", 0, WRITE.set(proven(state, WRITE_AGE, COVERED_BY_WRITE), NOTHING));
        } else if (WRITE.of(state) == NEGATIVE) {
            visitor.next("find a SEAL", 0, REPLACED.set(state));
        }
    }

    private long proven(long state, BitField sentAgo, BitField covers) {
        int age = mistake == Mistake.PROVEN_WHEN_ANSWERED ? 0 : sentAgo.of(state);
        boolean covered = covers.in(state) || (mistake == Mistake.PROVEN_WHEN_ANSWERED && ASKED.in(state));
        long younger = PROOF_AGE.set(state, Math.min(PROOF_AGE.of(state), age));
        return COVERED_BY_PROOF.set(younger, covered || COVERED_BY_PROOF.in(state) ? 1 : 0);
    }

    /** The writer, by somebody; it looks at what it knows, and at the time. */
    private void ask(long state) {
        if (ASKED.in(state)) {
            return;
        }
        long asked = OUTDATED.set(ASKED.set(state), TOLD.of(state));
        asked = COVERED_BY_PROOF.set(asked, covers(PROOF_AGE, state) ? 1 : 0);
        asked = COVERED_BY_WRITE.set(asked, covers(WRITE_AGE, state) ? 1 : 0);
        visitor.next("be asked", 0, COVERED_BY_QUESTION.set(asked, covers(QUESTION_AGE, state) ? 1 : 0));
    }

    private boolean covers(BitField age, long state) {
        boolean proof = age.equals(PROOF_AGE);
        return age.of(state) <= LEASE
                || (mistake == Mistake.NEVER_OVER && proof && PROOF_AGE.of(state) == LONG_AGO)
                || (mistake == Mistake.ANY_ANSWER_WILL_DO && !proof);
    }

    private void answer(long state) {
        boolean stopped = GIVEN_UP.in(state) && mistake != Mistake.ANSWERS_AFTER_GIVING_UP_THE_LEASE;
        if (ASKED.in(state) && COVERED_BY_PROOF.in(state) && !stopped) {
            visitor.next("answer", 0, forgotten(ANSWERED_WRONGLY.set(state, OUTDATED.of(state))));
        }
        if (ASKED.in(state) && !COVERED_BY_PROOF.in(state) && QUESTION.of(state) == NOTHING) {
            long sent = QUESTION_AGE.set(QUESTION.set(state, SENT), 0);
            visitor.next("ask the store", 0, COVERED_BY_QUESTION.set(sent));
        }
        if (QUESTION.of(state) == DONE) {
            visitor.next("hear: open", 0, QUESTION.set(proven(state, QUESTION_AGE, COVERED_BY_QUESTION), NOTHING));
        } else if (QUESTION.of(state) == NEGATIVE) {
            visitor.next("hear: ended", 0, REPLACED.set(state));
        }
    }

    /** It may be asked again. */
    private static long forgotten(long state) {
        long cleared = OUTDATED.set(ASKED.set(state, 0), 0);
        return COVERED_BY_QUESTION.set(COVERED_BY_WRITE.set(COVERED_BY_PROOF.set(cleared, 0), 0), 0);
    }

    /** A request of the writer, at the store. */
    private void arrive(long state) {
        if (WRITE.of(state) == SENT) {
            boolean stored = LOG.of(state) == OPEN || mistake == Mistake.PROVEN_BY_SLOTS_OUT_OF_ORDER;
            visitor.next("the write arrives", 0, WRITE.set(state, stored ? DONE : NEGATIVE));
        }
        if (QUESTION.of(state) == SENT) {
            visitor.next("the question arrives", 0, QUESTION.set(state, LOG.of(state) == ENDED ? NEGATIVE : DONE));
        }
    }

    private void end(long state) {
        if (LOG.of(state) == OPEN) {
            visitor.next("put a SEAL", 0, LOG.set(state, BLOCKED));
            if (WRITE.of(state) == NOTHING) {
                visitor.next("end by itself", 0, GIVEN_UP.set(LOG.set(state, ENDED)));
            }
        } else if (LOG.of(state) == BLOCKED) {
            visitor.next("declare the end", 0, LOG.set(state, ENDED));
        }
    }

    private void inherit(long state, int heir) {
        if (LOG.of(state) != ENDED) {
            return;
        }
        switch (HEIR[heir].of(state)) {
            case UNKNOWING -> {
                if (ARCHIVED.in(state)) {
                    visitor.next("serve: archived", heir, HEIR[heir].set(state, SERVING));
                } else {
                    visitor.next("see the end", heir, WAITED[heir].set(HEIR[heir].set(state, WAITING), 0));
                }
            }
            case WAITING -> {
                boolean over = WAITED[heir].of(state) >= waitingTime() || GIVEN_UP.in(state);
                if (over) {
                    visitor.next("serve", heir, HEIR[heir].set(state, SERVING));
                }
                if ((over || mistake == Mistake.ARCHIVED_BEFORE_THE_LEASE_IS_OVER) && !ARCHIVED.in(state)) {
                    visitor.next("archive", heir, ARCHIVED.set(state));
                }
            }
            default -> {
                if (!TOLD.in(state)) {
                    visitor.next("tell of something new", heir, TOLD.set(state));
                }
            }
        }
    }

    private int waitingTime() {
        return switch (mistake) {
            case NOT_WAITED -> 0;
            case CLOCKS_TAKEN_FOR_EQUAL -> LEASE + 1;
            default -> WAIT;
        };
    }
}
