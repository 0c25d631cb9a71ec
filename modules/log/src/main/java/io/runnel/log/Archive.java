package io.runnel.log;

import java.util.ArrayList;
import java.util.List;

/**
 * The index of logs that are written no more, shared by all nodes, so that a start has to do with few objects however
 * many logs there have been. Replaced by compare and swap only.
 *
 * @param version grows with every change; 0 before there is any archive
 * @param logs whose entries are all in the runs
 * @param uncollected those of the logs that may have left objects behind which nothing names any more
 * @param nonce unlike that of any other version, so that an ETag never returns
 */
record Archive(long version, List<Id> logs, List<RunId> runs, List<Id> uncollected, Id nonce) {
    static final Archive NONE = new Archive(0, List.of(), List.of(), List.of(), new Id(0, 0));

    private static final int KIND = 0x524E4152; // RNAR
    private static final int VERSION = 2;

    Archive with(Id log, List<RunId> itsRuns, Id newNonce) {
        List<Id> allLogs = new ArrayList<>(logs);
        allLogs.add(log);
        List<RunId> allRuns = new ArrayList<>(runs);
        allRuns.addAll(itsRuns);
        List<Id> more = new ArrayList<>(uncollected);
        more.add(log);
        return new Archive(version + 1, List.copyOf(allLogs), List.copyOf(allRuns), List.copyOf(more), newNonce);
    }

    Archive merged(List<RunId> inputs, RunId output, Id newNonce) {
        List<RunId> all = new ArrayList<>(runs);
        all.removeAll(inputs);
        all.add(output);
        return new Archive(version + 1, logs, List.copyOf(all), uncollected, newNonce);
    }

    Archive collected(Id log, Id newNonce) {
        List<Id> rest = new ArrayList<>(uncollected);
        rest.remove(log);
        return new Archive(version + 1, logs, runs, List.copyOf(rest), newNonce);
    }

    byte[] encode() {
        FormatWriter out =
                SmallObject.begin(KIND, VERSION).i64(version).id(nonce).i32(logs.size());
        logs.forEach(out::id);
        out.i32(runs.size());
        runs.forEach(run -> run.encode(out));
        out.i32(uncollected.size());
        uncollected.forEach(out::id);
        return SmallObject.end(out);
    }

    static Archive decode(byte[] bytes, String object) {
        FormatReader in = SmallObject.open(KIND, VERSION, bytes, object);
        long version = in.i64();
        Id nonce = in.id();
        List<Id> logs = ids(in);
        List<RunId> runs = new ArrayList<>();
        for (int left = in.count(RunId.ENCODED); left > 0; left--) {
            runs.add(RunId.decode(in));
        }
        List<Id> uncollected = in.version() == 1 ? logs : ids(in);
        in.end();
        return new Archive(version, logs, List.copyOf(runs), uncollected, nonce);
    }

    private static List<Id> ids(FormatReader in) {
        List<Id> ids = new ArrayList<>();
        for (int left = in.count(16); left > 0; left--) {
            ids.add(in.id());
        }
        return List.copyOf(ids);
    }
}
