package io.runnel.log;

/**
 * How a log ends, in so few words that all that can happen can be tried: a writer with two slots under way, whose requests
 * may be lost, repeated and late; two sealers, each of which may stop anywhere; the deletion of what has been applied. A state
 * is a {@code long}.
 */
final class SealModel implements Exploration.Model {
    /** What is done wrong. */
    enum Mistake {
        NONE,
        UNCONDITIONAL_PUT,
        ACKNOWLEDGED_OUT_OF_ORDER,
        SEAL_DELETED,
        DECIDED_BY_SLOT,
        DELETED_BEFORE_THE_DESCRIPTOR_SAYS_SO
    }

    private static final int WINDOW = 2;
    private static final int SEALERS = 2;

    // What is in a slot.
    private static final int EMPTY = 0;
    private static final int DATA = 1;
    private static final int SEAL = 2;
    private static final int DELETED_DATA = 3;
    private static final int DELETED_SEAL = 4;

    // Where a sealer is.
    private static final int READ_DESCRIPTOR = 0;
    private static final int SCAN = 1;
    private static final int PUT_SEAL = 2;
    private static final int SWAP_DESCRIPTOR = 3;
    private static final int GIVEN_UP = 4;
    private static final int DONE = 5;

    // A set of slots has slot 1 as its lowest bit.
    private static final BitField UNDER_WAY = new BitField(0, 4);
    private static final BitField NEXT = new BitField(4, 3);
    private static final BitField ANSWERED = new BitField(7, 4);
    private static final BitField ACKNOWLEDGED = new BitField(11, 3); // through
    private static final BitField FENCED = new BitField(14, 1);
    private static final BitField VERSION = new BitField(15, 3); // of the descriptor
    private static final BitField END = new BitField(18, 3); // 0: open
    private static final BitField COLLECTED = new BitField(21, 3); // through
    private static final BitField EVER_STORED = new BitField(24, 4);
    private static final BitField[] SLOT = BitField.several(28, 3, 4);
    private static final BitField[] PLACE = BitField.several(40, 3, SEALERS);
    private static final BitField[] SEEN = BitField.several(46, 3, SEALERS); // version of the descriptor
    private static final BitField[] AT = BitField.several(52, 3, SEALERS); // slot

    private final int slots;
    private final Mistake mistake;
    private Exploration.Visitor visitor = (what, slot, next) -> {};

    /** @param slots 1 to 4 */
    SealModel(int slots, Mistake mistake) {
        this.slots = slots;
        this.mistake = mistake;
    }

    @Override
    public long first() {
        return VERSION.set(NEXT.set(0, 1), 1);
    }

    @Override
    public void successors(long state, Exploration.Visitor to) {
        visitor = to;
        if (FENCED.of(state) == 0) {
            send(state);
            acknowledge(state);
        }
        for (int slot = 1; slot <= slots; slot++) {
            if (contains(UNDER_WAY, state, slot)) {
                arrive(state, slot, UNDER_WAY.set(state, UNDER_WAY.of(state) & ~bit(slot)));
                arrive(state, slot, state); // and will once more
            }
        }
        collect(state);
        for (int sealer = 0; sealer < SEALERS; sealer++) {
            seal(state, sealer);
        }
    }

    private void send(long state) {
        int next = NEXT.of(state);
        int acknowledged = ACKNOWLEDGED.of(state);
        if (next <= slots && next - acknowledged <= WINDOW) {
            visitor.next("send", next, NEXT.set(add(UNDER_WAY, state, next), next + 1));
        }
        for (int slot = acknowledged + 1; slot < next; slot++) {
            if (!contains(ANSWERED, state, slot) && !contains(UNDER_WAY, state, slot)) {
                visitor.next("send again", slot, add(UNDER_WAY, state, slot));
            }
        }
    }

    private void acknowledge(long state) {
        int acknowledged = ACKNOWLEDGED.of(state);
        int last = mistake == Mistake.ACKNOWLEDGED_OUT_OF_ORDER ? NEXT.of(state) - 1 : acknowledged + 1;
        for (int slot = acknowledged + 1; slot <= Math.min(last, slots); slot++) {
            if (contains(ANSWERED, state, slot)) {
                visitor.next("acknowledge", slot, ACKNOWLEDGED.set(state, slot));
            }
        }
    }

    /** @param after what is still under way then */
    private void arrive(long state, int slot, long after) {
        int there = SLOT[slot - 1].of(state);
        long answered = FENCED.of(state) == 1 ? after : add(ANSWERED, after, slot);
        if (mistake == Mistake.UNCONDITIONAL_PUT || there == EMPTY || there > SEAL) {
            visitor.next("store", slot, stored(answered, slot));
            visitor.next("store, and lose the answer", slot, stored(after, slot));
        } else if (there == DATA) {
            visitor.next("conflict with oneself", slot, answered);
        } else {
            boolean known = contains(ANSWERED, state, slot) || slot <= ACKNOWLEDGED.of(state);
            visitor.next("conflict with a SEAL", slot, known ? after : FENCED.set(after, 1));
        }
    }

    private static long stored(long state, int slot) {
        return SLOT[slot - 1].set(add(EVER_STORED, state, slot), DATA);
    }

    private void collect(long state) {
        int end = END.of(state);
        int collected = COLLECTED.of(state);
        boolean mayCollect = FENCED.of(state) == 0 && end == 0;
        int through = end == 0 ? collected : end - 1;
        if (mistake == Mistake.DELETED_BEFORE_THE_DESCRIPTOR_SAYS_SO) {
            through = mayCollect ? Math.max(through, ACKNOWLEDGED.of(state)) : through;
        } else if (mayCollect && collected < ACKNOWLEDGED.of(state)) {
            long told = COLLECTED.set(state, collected + 1);
            visitor.next("let go of", collected + 1, VERSION.set(told, VERSION.of(state) + 1));
        }
        for (int slot = 1; slot <= through; slot++) {
            if (SLOT[slot - 1].of(state) == DATA) {
                visitor.next("delete", slot, SLOT[slot - 1].set(state, DELETED_DATA));
            }
        }
        if (mistake == Mistake.SEAL_DELETED && end > 0 && SLOT[end - 1].of(state) == SEAL) {
            visitor.next("delete the SEAL", end, SLOT[end - 1].set(state, DELETED_SEAL));
        }
    }

    private void seal(long state, int sealer) {
        int slot = AT[sealer].of(state);
        switch (PLACE[sealer].of(state)) {
            case READ_DESCRIPTOR -> {
                if (END.of(state) > 0) {
                    move(state, sealer, DONE, END.of(state), "adopt");
                } else {
                    long seen = SEEN[sealer].set(state, VERSION.of(state));
                    visit(seen, sealer, SCAN, COLLECTED.of(state) + 1, "read the descriptor");
                }
            }
            case SCAN -> {
                if (slot > slots) {
                    move(state, sealer, GIVEN_UP, 0, "give up");
                } else {
                    look(state, sealer, slot, PUT_SEAL);
                }
            }
            case PUT_SEAL -> {
                int there = SLOT[slot - 1].of(state);
                if (mistake != Mistake.UNCONDITIONAL_PUT && (there == DATA || there == SEAL)) {
                    look(state, sealer, slot, PUT_SEAL);
                } else {
                    visit(SLOT[slot - 1].set(state, SEAL), sealer, SWAP_DESCRIPTOR, slot, "put a SEAL");
                }
            }
            case SWAP_DESCRIPTOR -> swap(state, sealer, slot);
            default -> {}
        }
    }

    private void look(long state, int sealer, int slot, int ifMissing) {
        switch (SLOT[slot - 1].of(state)) {
            case DATA -> visit(state, sealer, SCAN, slot + 1, "find entries");
            case SEAL -> visit(state, sealer, SWAP_DESCRIPTOR, slot, "find a SEAL");
            default -> visit(state, sealer, ifMissing, slot, "find a gap");
        }
    }

    private void swap(long state, int sealer, int slot) {
        int version = VERSION.of(state);
        if (mistake == Mistake.DECIDED_BY_SLOT || version == SEEN[sealer].of(state)) {
            long ended = END.set(VERSION.set(state, version + 1), slot);
            move(ended, sealer, DONE, slot, "declare the end");
        } else {
            move(state, sealer, READ_DESCRIPTOR, 0, "be late");
        }
    }

    /** To where it does not matter what was seen before. */
    private void move(long state, int sealer, int place, int slot, String what) {
        visit(SEEN[sealer].set(state, 0), sealer, place, slot, what);
    }

    private void visit(long state, int sealer, int place, int slot, String what) {
        visitor.next(what, slot, AT[sealer].set(PLACE[sealer].set(state, place), slot));
    }

    @Override
    public String broken(long state) {
        int end = END.of(state);
        if (end == 0) {
            return "";
        }
        if (ACKNOWLEDGED.of(state) >= end) {
            return "I-ACK: acknowledged " + ACKNOWLEDGED.of(state) + ", ended at " + end;
        }
        for (int slot = 1; slot < end; slot++) {
            if (!contains(EVER_STORED, state, slot)) {
                return "I-NOHOLE: nothing in " + slot + ", ended at " + end;
            }
        }
        for (int sealer = 0; sealer < SEALERS; sealer++) {
            if (PLACE[sealer].of(state) == DONE && AT[sealer].of(state) != end) {
                return "I-SEAL: ended at " + AT[sealer].of(state) + " and at " + end;
            }
        }
        return "";
    }

    private static int bit(int slot) {
        return 1 << (slot - 1);
    }

    private static boolean contains(BitField set, long state, int slot) {
        return (set.of(state) & bit(slot)) != 0;
    }

    private static long add(BitField set, long state, int slot) {
        return set.set(state, set.of(state) | bit(slot));
    }
}
