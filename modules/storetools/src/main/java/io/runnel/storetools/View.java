package io.runnel.storetools;

import io.runnel.storetools.SmallObjects.Archive;
import io.runnel.storetools.SmallObjects.Cluster;
import io.runnel.storetools.SmallObjects.Descriptor;
import io.runnel.storetools.SmallObjects.Manifest;
import io.runnel.storetools.SmallObjects.RunRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What everything in a store is found from, as it was at one time.
 *
 * @param logs all descriptors that can be read
 * @param tails the logs that are not in the archive
 */
record View(
        Cluster cluster,
        Archive archive,
        Map<Id, Descriptor> logs,
        List<LogTail> tails,
        Map<String, Manifest> manifests) {

    /**
     * A log that is not in the archive.
     *
     * @param last slot that can hold entries: all below exist, or have been collected
     * @param coveredThrough the entries of slots up to here are in the runs
     * @param runs of the log
     */
    record LogTail(Descriptor descriptor, long last, long coveredThrough, List<RunRef> runs) {
        Id log() {
            return descriptor.log();
        }
    }

    /** All index runs that readers look into. */
    List<RunRef> runs() {
        List<RunRef> all = new ArrayList<>(archive.runs());
        tails.forEach(log -> all.addAll(log.runs));
        return all;
    }

    /** Whether nothing has changed between two views. */
    boolean isSame(View other) {
        return archive.equals(other.archive)
                && logs.equals(other.logs)
                && tails.equals(other.tails)
                && manifests.equals(other.manifests);
    }
}
