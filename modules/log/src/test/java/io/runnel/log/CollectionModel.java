package io.runnel.log;

/**
 * How slots are emptied into runs and deleted, in so few words that all that can happen can be tried: a writer with two
 * slots under way, which makes two runs, the second in place of the first, and deletes what nobody needs; two others that
 * take over and look for everything; the archive, and the deletion of what it does not name. How a log's end is agreed upon
 * is tried elsewhere ({@link SealModel}); here it is one step. A run and the segment its entries moved to are one object.
 */
final class CollectionModel implements Exploration.Model {
    /** What is done wrong. */
    enum Mistake {
        NONE,
        DELETED_BEFORE_THE_RUN_IS_NAMED,
        NAMED_BY_A_SLOT_THAT_IS_NOT_ACKNOWLEDGED,
        REPLACED_RUN_DELETED_AT_ONCE,
        RUN_NAMED_BEFORE_IT_IS_WRITTEN,
        DESCRIPTOR_DOES_NOT_SAY_SO,
        ARCHIVED_WITHOUT_ITS_TAIL,
        NOT_LOOKED_FOR_AGAIN,
        LEFTOVERS_DELETED_BEFORE_THE_ARCHIVE_KNOWS
    }

    private static final int WINDOW = 2;
    private static final int RUNS = 2;
    private static final int HEIRS = 2;

    // The writer. A set of slots has slot 1 as its lowest bit.
    private static final BitField NEXT = new BitField(0, 3);
    private static final BitField ACKNOWLEDGED = new BitField(3, 3); // through
    private static final BitField STORED = new BitField(6, 4);
    private static final BitField DELETED = new BitField(10, 4);
    private static final BitField[] NAMES = BitField.several(14, 2, 4); // a run, by slot
    private static final BitField BEING_MADE = new BitField(22, 2); // a run; 0 for none
    private static final BitField LATEST = new BitField(24, 2); // that has been written
    private static final BitField[] COVERS = BitField.several(26, 3, RUNS); // slots through
    private static final BitField RUN_WRITTEN = new BitField(32, 2); // a set of runs
    private static final BitField RUN_DELETED = new BitField(34, 2);
    private static final BitField COLLECTED = new BitField(36, 3); // through, as the descriptor says
    private static final BitField END = new BitField(39, 3); // 0: open

    // The archive.
    private static final BitField ARCHIVED = new BitField(42, 1);
    private static final BitField ARCHIVED_RUN = new BitField(43, 2);

    // Heirs.
    private static final BitField[] PLACE = BitField.several(45, 3, HEIRS);
    private static final BitField[] FOUND = BitField.several(51, 2, HEIRS); // run
    private static final BitField[] AT = BitField.several(55, 3, HEIRS); // slot

    // Where an heir is.
    private static final int LOOKS = 0;
    private static final int READS_RUN = 1;
    private static final int READS_TAIL = 2;
    private static final int KNOWS_ALL = 3;
    private static final int FOLLOWS_ARCHIVE = 4;
    private static final int FINDS_DAMAGE = 5;

    private final int slots;
    private final Mistake mistake;
    private Exploration.Visitor visitor = (what, detail, next) -> {};

    /** @param slots 1 to 4 */
    CollectionModel(int slots, Mistake mistake) {
        this.slots = slots;
        this.mistake = mistake;
    }

    @Override
    public long first() {
        return NEXT.set(0, 1);
    }

    @Override
    public void successors(long state, Exploration.Visitor to) {
        visitor = to;
        write(state);
        rollUp(state);
        collect(state);
        if (END.of(state) == 0) {
            end(state);
            return;
        }
        for (int heir = 0; heir < HEIRS; heir++) {
            inherit(state, heir);
        }
        leftovers(state);
    }

    private void write(long state) {
        int next = NEXT.of(state);
        int acknowledged = ACKNOWLEDGED.of(state);
        if (next <= slots && next - acknowledged <= WINDOW) {
            boolean early = mistake == Mistake.RUN_NAMED_BEFORE_IT_IS_WRITTEN;
            int run = early ? Math.max(BEING_MADE.of(state), LATEST.of(state)) : LATEST.of(state);
            visitor.next("send", next, NAMES[next - 1].set(NEXT.set(state, next + 1), run));
        }
        for (int slot = 1; slot < next; slot++) {
            boolean fenced = END.of(state) != 0 && slot <= END.of(state); // by the SEAL, at the latest
            if (!contains(STORED, state, slot) && !fenced) {
                visitor.next("store", slot, add(STORED, state, slot));
            }
        }
        if (acknowledged + 1 < next && contains(STORED, state, acknowledged + 1)) {
            visitor.next("acknowledge", acknowledged + 1, ACKNOWLEDGED.set(state, acknowledged + 1));
        }
    }

    private void rollUp(long state) {
        int making = BEING_MADE.of(state);
        int latest = LATEST.of(state);
        if (making != 0) {
            long written = RUN_WRITTEN.set(state, RUN_WRITTEN.of(state) | 1 << (making - 1));
            visitor.next("write run", making, BEING_MADE.set(LATEST.set(written, making), 0));
            return;
        }
        int through = ACKNOWLEDGED.of(state);
        if (latest < RUNS && through > covered(state, latest)) {
            visitor.next("make run", latest + 1, COVERS[latest].set(BEING_MADE.set(state, latest + 1), through));
        }
    }

    private static int covered(long state, int run) {
        return run == 0 ? 0 : COVERS[run - 1].of(state);
    }

    /** The latest run that is named where everybody finds it. */
    private int published(long state) {
        if (mistake == Mistake.DELETED_BEFORE_THE_RUN_IS_NAMED) {
            return LATEST.of(state);
        }
        boolean early = mistake == Mistake.NAMED_BY_A_SLOT_THAT_IS_NOT_ACKNOWLEDGED;
        int last = early ? NEXT.of(state) - 1 : ACKNOWLEDGED.of(state);
        return last == 0 ? 0 : Math.min(LATEST.of(state), NAMES[last - 1].of(state));
    }

    private void collect(long state) {
        int published = published(state);
        int through = covered(state, published);
        boolean tells = mistake != Mistake.DESCRIPTOR_DOES_NOT_SAY_SO;
        if (tells && END.of(state) == 0 && COLLECTED.of(state) < through) {
            visitor.next("let go of slots to", through, COLLECTED.set(state, through));
        }
        int most = tells ? COLLECTED.of(state) : through;
        for (int slot = 1; slot <= most; slot++) {
            if (contains(STORED, state, slot) && !contains(DELETED, state, slot)) {
                visitor.next("delete slot", slot, add(DELETED, state, slot));
            }
        }
        int replacing = mistake == Mistake.REPLACED_RUN_DELETED_AT_ONCE ? LATEST.of(state) : published;
        if (replacing == RUNS && isThere(state, 1)) {
            visitor.next("delete run", 1, RUN_DELETED.set(state, RUN_DELETED.of(state) | 1));
        }
    }

    /** At the first slot that is missing, as far as the descriptor tells which are meant to be. */
    private void end(long state) {
        int slot = COLLECTED.of(state) + 1;
        while (slot <= slots && holds(state, slot)) {
            slot++;
        }
        if (slot <= slots) {
            visitor.next("end", slot, END.set(state, slot));
        }
    }

    private void inherit(long state, int heir) {
        int end = END.of(state);
        int at = AT[heir].of(state);
        switch (PLACE[heir].of(state)) {
            case LOOKS -> {
                if (ARCHIVED.in(state)) {
                    visitor.next("follow the archive", heir, PLACE[heir].set(state, FOLLOWS_ARCHIVE));
                } else if (end == 1) {
                    visitor.next("find nothing", heir, PLACE[heir].set(state, KNOWS_ALL));
                } else if (holds(state, end - 1)) {
                    long found = FOUND[heir].set(state, NAMES[end - 2].of(state));
                    visitor.next("find the name of a run", heir, PLACE[heir].set(found, READS_RUN));
                } else {
                    missing(state, heir);
                }
            }
            case READS_RUN -> {
                int run = FOUND[heir].of(state);
                if (run == 0 || isThere(state, run)) {
                    readTail(state, heir, covered(state, run) + 1);
                } else {
                    missing(state, heir);
                }
            }
            case READS_TAIL -> {
                if (holds(state, at)) {
                    readTail(state, heir, at + 1);
                } else {
                    missing(state, heir);
                }
            }
            case KNOWS_ALL -> {
                if (!ARCHIVED.in(state)) {
                    long archived = ARCHIVED_RUN.set(ARCHIVED.set(state), FOUND[heir].of(state));
                    visitor.next("archive", heir, archived);
                }
                // Entries may have moved: whoever finds them no more looks into the archive.
                visitor.next("follow the archive", heir, ARCHIVED.in(state) ? followed(state, heir) : state);
            }
            default -> {}
        }
    }

    private static long followed(long state, int heir) {
        return AT[heir].set(FOUND[heir].set(PLACE[heir].set(state, FOLLOWS_ARCHIVE), 0), 0);
    }

    private void readTail(long state, int heir, int slot) {
        boolean done = slot >= END.of(state);
        visitor.next(
                "read", slot, AT[heir].set(PLACE[heir].set(state, done ? KNOWS_ALL : READS_TAIL), done ? 0 : slot));
    }

    private void missing(long state, int heir) {
        boolean again = ARCHIVED.in(state) && mistake != Mistake.NOT_LOOKED_FOR_AGAIN;
        visitor.next(
                again ? "look again" : "find damage",
                heir,
                again ? followed(state, heir) : PLACE[heir].set(state, FINDS_DAMAGE));
    }

    private void leftovers(long state) {
        if (!ARCHIVED.in(state) && mistake != Mistake.LEFTOVERS_DELETED_BEFORE_THE_ARCHIVE_KNOWS) {
            return;
        }
        for (int slot = 1; slot < END.of(state); slot++) {
            if (holds(state, slot)) {
                visitor.next("delete what is left, slot", slot, add(DELETED, state, slot));
            }
        }
        for (int run = 1; run <= RUNS; run++) {
            if (isThere(state, run) && ARCHIVED.in(state) && run != ARCHIVED_RUN.of(state)) {
                long deleted = RUN_DELETED.set(state, RUN_DELETED.of(state) | 1 << (run - 1));
                visitor.next("delete what is left, run", run, deleted);
            }
        }
    }

    @Override
    public String broken(long state) {
        int end = END.of(state);
        if (end == 0) {
            return writerKnows(state) ? "" : "I-GC: the writer misses what it has acknowledged";
        }
        if (ACKNOWLEDGED.of(state) >= end) {
            return "I-ACK: acknowledged " + ACKNOWLEDGED.of(state) + ", ended at " + end;
        }
        for (int heir = 0; heir < HEIRS; heir++) {
            if (PLACE[heir].of(state) == FINDS_DAMAGE) {
                return "I-GC: something is missing that nobody may delete";
            }
            if (PLACE[heir].of(state) == KNOWS_ALL && covered(state, FOUND[heir].of(state)) >= end) {
                return "I-VIS: a run tells of slots that never became durable";
            }
            if (PLACE[heir].of(state) == KNOWS_ALL && !ARCHIVED.in(state) && !has(state, FOUND[heir].of(state), end)) {
                return "I-GC: what was found is gone, and the archive does not know";
            }
        }
        int run = ARCHIVED_RUN.of(state);
        if (ARCHIVED.in(state) && run != 0 && !isThere(state, run)) {
            return "I-GC: a run of the archive is gone";
        }
        boolean whole = mistake != Mistake.ARCHIVED_WITHOUT_ITS_TAIL || covered(state, run) >= end - 1;
        return !ARCHIVED.in(state) || whole ? "" : "I-ACK: the archive does not know all";
    }

    private boolean writerKnows(long state) {
        return has(state, LATEST.of(state), ACKNOWLEDGED.of(state) + 1);
    }

    /** Whether the run tells of slots, and those after it are there. */
    private static boolean has(long state, int run, int end) {
        if (run != 0 && !isThere(state, run)) {
            return false;
        }
        for (int slot = covered(state, run) + 1; slot < end; slot++) {
            if (!holds(state, slot)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isThere(long state, int run) {
        int bit = 1 << (run - 1);
        return (RUN_WRITTEN.of(state) & bit) != 0 && (RUN_DELETED.of(state) & bit) == 0;
    }

    private static boolean holds(long state, int slot) {
        return contains(STORED, state, slot) && !contains(DELETED, state, slot);
    }

    private static boolean contains(BitField set, long state, int slot) {
        return (set.of(state) & 1 << (slot - 1)) != 0;
    }

    private static long add(BitField set, long state, int slot) {
        return set.set(state, set.of(state) | 1 << (slot - 1));
    }
}
