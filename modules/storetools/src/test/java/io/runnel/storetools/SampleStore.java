package io.runnel.storetools;

import io.runnel.objectstore.ObjectStore.Condition;

/** A store that has seen everything: logs that ended in peace and in war, segments, an archive, snapshots. */
final class SampleStore {
    static final String BASIN = "basin|test-basin";
    static final String FIRST = "stream|test-basin|first";
    static final String SECOND = "stream|test-basin|second";
    static final String THIRD = "stream|test-basin|third";

    private SampleStore() {}

    /** Of which the last log is open. */
    static Objects written() {
        WatchedStore store = new WatchedStore();
        Writing one = Writing.to(store);
        one.event(BASIN, "BE", Payload.streamCreated("first"));
        one.event(BASIN, "BE", Payload.streamCreated("second"));
        one.event(BASIN, "BE", Payload.streamCreated("third"));
        fill(one, 12);
        one.shutdown();
        Writing two = one.next(store);
        two.claimAll();
        Writing.await(store.put(
                ObjectName.snapshots(Writing.key(BASIN)) + "00000000000000000002",
                Payload.snapshot(BASIN, 2),
                new Condition.Always()));
        two.trim(BASIN, 3);
        fill(two, 9);
        two.trim(FIRST, 11);
        two.recreate(THIRD);
        fill(two, 3);
        two.close();
        try (Writing three = two.next(store)) {
            three.claimAll();
            fill(three, 12);
            store.until(Objects::openLogHasARun);
            do {
                fill(three, 1);
            } while (store.now().namedRun() == 0);
            return store.until(objects -> objects.archivedLogs() == 2 && objects.hasBeenCollected());
        }
    }

    private static void fill(Writing node, int rounds) {
        for (int i = 0; i < rounds; i++) {
            node.records(FIRST, 1 + i % 3, "a body of the first");
            node.records(SECOND, 2, i % 4 == 0 ? "large".repeat(120) : "small");
            node.records(THIRD, 1, "");
        }
    }
}
