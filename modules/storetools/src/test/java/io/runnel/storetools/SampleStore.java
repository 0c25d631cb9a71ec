package io.runnel.storetools;

import io.runnel.objectstore.MemoryObjectStore;
import io.runnel.objectstore.ObjectStore.Condition;
import java.time.Duration;

/** A store that has seen everything: logs that ended in peace and in war, segments, an archive, snapshots. */
final class SampleStore {
    static final String BASIN = "basin|test-basin";
    static final String FIRST = "stream|test-basin|first";
    static final String SECOND = "stream|test-basin|second";
    static final String THIRD = "stream|test-basin|third";

    private SampleStore() {}

    /** Of which the last log is open. */
    static Objects written() {
        MemoryObjectStore store = new MemoryObjectStore();
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
            fill(three, 13);
            settle(store);
            return Objects.of(store);
        }
    }

    private static void fill(Writing node, int rounds) {
        for (int i = 0; i < rounds; i++) {
            node.records(FIRST, 1 + i % 3, "a body of the first");
            node.records(SECOND, 2, i % 4 == 0 ? "large".repeat(120) : "small");
            node.records(THIRD, 1, "");
        }
    }

    /** Until it has been quiet for a while: roll-ups, merges and deletions go on after the last write. */
    static void settle(MemoryObjectStore store) {
        int quiet = 0;
        Object before = "";
        while (quiet < 3) {
            pause(Duration.ofMillis(150));
            Object now = Objects.of(store).byKey().keySet();
            quiet = now.equals(before) ? quiet + 1 : 0;
            before = now;
        }
    }

    static void pause(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
