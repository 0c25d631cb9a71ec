package io.runnel.storetools;

import org.jspecify.annotations.Nullable;

/** Goes through the entries of an index run in their order; blocks that are damaged are passed over. */
final class RunScan {
    private final RunFile run;
    private final RunFile.Blocks blocks;
    private int nextBlock;
    private @Nullable RunCursor cursor;

    /** @param from the first entity that is wanted; there may be entries of smaller ones at first */
    RunScan(RunFile run, Id from) {
        this.run = run;
        this.blocks = run.new Blocks();
        this.nextBlock = run.directory().firstBlock(from);
    }

    RunFile run() {
        return run;
    }

    /** The next entry, until the next call; null if there is none. */
    @Nullable
    RunCursor next() {
        while (true) {
            try {
                if (cursor != null && cursor.next()) {
                    return cursor;
                }
                cursor = null;
                if (nextBlock == run.directory().blocks().size()) {
                    return null;
                }
                cursor = blocks.open(nextBlock++);
            } catch (DamagedException e) {
                cursor = null; // whoever checks the run has said so
            }
        }
    }
}
