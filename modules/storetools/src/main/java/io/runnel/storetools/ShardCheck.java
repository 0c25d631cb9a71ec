package io.runnel.storetools;

import io.runnel.storetools.SmallObjects.Manifest;
import io.runnel.storetools.SmallObjects.RunRef;
import io.runnel.storetools.TailCheck.TailEntry;
import io.runnel.storetools.View.LogTail;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Checks that whoever opens a shard finds all logs that hold entries of it: through its manifest, or the archive. */
final class ShardCheck {
    private static final String NOT_FOUND =
            "whoever opens the shard does not find these entries: their records are not "
                    + "read, and others may be written with their numbers";

    private final StoreReader reader;
    private final View view;
    private final Findings findings;

    ShardCheck(StoreReader reader, View view, Findings findings) {
        this.reader = reader;
        this.view = view;
        this.findings = findings;
    }

    /** @param runs that can be read, of those in the view */
    void check(Map<RunRef, RunFile> runs, List<TailEntry> tail) {
        for (LogTail log : view.tails()) {
            Set<String> shards = new TreeSet<>();
            for (RunRef ref : log.runs()) {
                RunFile run = runs.get(ref);
                if (run != null) {
                    shards.addAll(run.directory().shards().keySet());
                }
            }
            for (TailEntry entry : tail) {
                if (entry.log().equals(log.log())) {
                    shards.add(entry.shard());
                }
            }
            shards.forEach(shard -> requireSource(shard, log.log()));
        }
        Set<String> archived = new TreeSet<>();
        for (RunRef ref : view.archive().runs()) {
            RunFile run = runs.get(ref);
            if (run != null) {
                archived.addAll(run.directory().shards().keySet());
            }
        }
        archived.forEach(this::requireManifest);
        view.manifests().values().forEach(this::requireArchive);
        requireNames(view.manifests().keySet());
    }

    private void requireSource(String shard, Id log) {
        Manifest manifest = view.manifests().get(shard);
        if (manifest == null) {
            requireManifest(shard);
        } else if (!manifest.sources().contains(log)) {
            findings.add(Finding.damage(
                    ObjectName.manifest(shard),
                    "log " + log + " among the sources, as it has entries of the shard and is not in the archive",
                    manifest.sources().toString(),
                    NOT_FOUND));
        }
    }

    private void requireManifest(String shard) {
        String key = ObjectName.manifest(shard);
        boolean isSaid =
                findings.all().stream().anyMatch(known -> known.object().equals(key));
        if (!view.manifests().containsKey(shard) && !isSaid && !reader.exists(key)) {
            findings.add(Finding.missing(key, "the manifest of a shard that has entries", NOT_FOUND));
        }
    }

    private void requireArchive(Manifest manifest) {
        if (manifest.archiveVersion() > view.archive().version()) {
            findings.add(Finding.damage(
                    ObjectName.ARCHIVE,
                    "version " + manifest.archiveVersion() + " or later, as shard " + manifest.shard()
                            + " relies on it",
                    view.archive().version() == 0
                            ? "no archive"
                            : "version " + view.archive().version(),
                    "entries of logs that were in it are not found: all records of the shard that earlier servers"
                            + " wrote may be lost"));
        }
    }

    private void requireNames(Collection<String> shards) {
        for (String shard : shards) {
            int number = Integer.parseInt(shard.substring(shard.lastIndexOf('-') + 1));
            if (number >= view.cluster().shards()) {
                findings.add(Finding.damage(
                        ObjectName.manifest(shard),
                        "a shard below " + view.cluster().shards(),
                        Integer.toString(number),
                        "no entity belongs to it"));
            }
        }
    }
}
