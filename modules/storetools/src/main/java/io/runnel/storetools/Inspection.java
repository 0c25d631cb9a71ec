package io.runnel.storetools;

import io.runnel.storetools.EntitySearch.Located;
import io.runnel.storetools.ObjectName.Kind;
import io.runnel.storetools.SmallObjects.Descriptor;
import io.runnel.storetools.SmallObjects.RunRef;
import io.runnel.storetools.View.LogTail;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tells of a store what people want to know who look into it. What is damaged is said, and passed over. */
final class Inspection {
    private final StoreReader reader;
    private final Findings damage = new Findings();
    private final View view;

    /** @throws NoStoreException if there is none */
    Inspection(StoreReader reader) {
        this.reader = reader;
        this.view = new ViewReader(reader, damage)
                .read()
                .orElseThrow(() -> new DamagedException(
                        "a store that can be begun with",
                        damage.all().stream()
                                .map(found -> found.object() + ": " + found.found())
                                .findFirst()
                                .orElse("")));
    }

    /** Logs, index runs, shards, and how many objects of each kind there are. */
    Document overview() {
        Map<Kind, Long> counts = new TreeMap<>();
        reader.list("", "", key -> counts.merge(ObjectName.of(key).kind(), 1L, Long::sum));
        Document objects = new Document();
        counts.forEach((kind, count) -> objects.put(kind.name().toLowerCase(Locale.ROOT), count));
        Map<RunRef, RunFile> runs = open();
        Document document = new Document()
                .put("installation", view.cluster().id().toString())
                .put("shards_of_each_kind", view.cluster().shards())
                .put("objects", objects)
                .put("archive_version", view.archive().version())
                .put("archived_logs", view.archive().logs().size())
                .list("logs", logs())
                .list("index_runs", runs(runs))
                .list("shards", shards());
        return withDamage(document);
    }

    private List<Document> logs() {
        Map<Id, LogTail> tails = new LinkedHashMap<>();
        view.tails().forEach(tail -> tails.put(tail.log(), tail));
        List<Document> logs = new ArrayList<>();
        Set<Id> archived = new HashSet<>(view.archive().logs());
        for (Descriptor log : view.logs().values()) {
            LogTail tail = tails.get(log.log());
            logs.add(new Document()
                    .put("log", log.log().toString())
                    .put("opened", Instant.ofEpochMilli(log.openedMillis()).toString())
                    .put("state", archived.contains(log.log()) ? "archived" : log.sealed() ? "ended" : "open")
                    .put("last_slot", log.sealed() ? log.end() - 1 : tail == null ? 0 : tail.last())
                    .put("collected_through", log.collectedThrough())
                    .put("index_covers", tail == null ? "" : Long.toString(tail.coveredThrough()))
                    .put(
                            "own_index_runs",
                            tail == null ? "" : Integer.toString(tail.runs().size())));
        }
        return logs;
    }

    private static List<Document> runs(Map<RunRef, RunFile> runs) {
        List<Document> documents = new ArrayList<>();
        runs.forEach((ref, run) -> {
            IndexRun.Content content = run.directory().content();
            long segments = 0;
            long slots = 0;
            long bytes = 0;
            for (IndexRun.Holding holding : content == null ? List.<IndexRun.Holding>of() : content.holdings()) {
                segments += holding.place() < 0 ? 1 : 0;
                slots += holding.place() < 0 ? 0 : 1;
                bytes += holding.bytes();
            }
            documents.add(new Document()
                    .put("run", ref.key())
                    .put("level", ref.level())
                    .put("bytes", ref.bytes())
                    .put("blocks", run.directory().blocks().size())
                    .put("segments", segments)
                    .put("slots", slots)
                    .put("bytes_of_those", bytes));
        });
        return documents;
    }

    private List<Document> shards() {
        return view.manifests().values().stream()
                .map(manifest -> new Document()
                        .put("shard", manifest.shard())
                        .put("epoch", manifest.epoch())
                        .put("owner", manifest.owner().toString())
                        .put("sources", manifest.sources().size())
                        .put("archive_version", manifest.archiveVersion()))
                .toList();
    }

    /** A log: its descriptor, its index runs if they are its own still, and the slots that no run tells of. */
    Optional<Document> log(Id id) {
        Descriptor log = view.logs().get(id);
        if (log == null) {
            return Optional.empty();
        }
        Document document = new Document()
                .put("log", id.toString())
                .put("opened", Instant.ofEpochMilli(log.openedMillis()).toString())
                .put("state", view.archive().logs().contains(id) ? "archived" : log.sealed() ? "ended" : "open")
                .put("end", log.end())
                .put("collected_through", log.collectedThrough())
                .put("window", log.window())
                .put("read_lease_millis", log.readLeaseMillis())
                .put("kept_millis", log.keptMillis())
                .put("format", log.version());
        view.tails().stream().filter(tail -> tail.log().equals(id)).findFirst().ifPresent(tail -> {
            document.put("last_slot", tail.last()).put("index_covers", tail.coveredThrough());
            document.list("index_runs", runs(open(tail.runs())));
            document.list("slots_since", slots(tail));
        });
        List<String> owned = view.manifests().values().stream()
                .filter(manifest -> manifest.owner().equals(id))
                .map(SmallObjects.Manifest::shard)
                .toList();
        return Optional.of(withDamage(document.put("owns_shards", owned)));
    }

    private List<Document> slots(LogTail tail) {
        List<Document> slots = new ArrayList<>();
        for (long slot = tail.coveredThrough() + 1; slot <= tail.last(); slot++) {
            String key = ObjectName.slot(tail.log(), slot);
            try {
                reader.get(key, -WalFooter.SIZE, WalFooter.SIZE).ifPresent(object -> {
                    WalFooter footer = WalFooter.read(object.bytes(), object.size());
                    slots.add(new Document()
                            .put("slot", footer.number())
                            .put("bytes", object.size())
                            .put("entries", footer.entries())
                            .put("created", ObjectInspection.micros(footer.createdMicros()))
                            .put("latest_run", footer.latestRun()));
                });
            } catch (DamagedException e) {
                damage.add(Finding.damage(key, e, ""));
            }
        }
        return slots;
    }

    /** Where each record of a stream lies. */
    Optional<Document> stream(String basin, String stream) {
        Id key = Names.key(basin, stream);
        List<RunFile> runs = List.copyOf(open().values());
        List<TailCheck.TailEntry> tail = tail();
        Row row = row(key, runs, tail);
        if (row == null) {
            return Optional.empty();
        }
        List<Document> ranges = new ArrayList<>();
        List<Located> entries = new EntitySearch(runs, tail)
                .find(key).stream()
                        .filter(entry -> entry.generation() == row.generation())
                        .toList();
        int from = 0;
        for (int i = 1; i <= entries.size(); i++) {
            if (i == entries.size() || !continues(entries.get(i - 1), entries.get(i))) {
                ranges.add(range(entries.subList(from, i), row));
                from = i;
            }
        }
        return Optional.of(withDamage(new Document()
                .put("stream", basin + "/" + stream)
                .put("entity", key.toString())
                .put("shard", "stream-" + key.shard(view.cluster().shards()))
                .put("generation", row.generation())
                .unsigned("trim_point", row.floor())
                .unsigned("tail_seq_num", row.nextSeq())
                .unsigned("last_timestamp", row.lastTimestamp())
                .list("records", ranges)));
    }

    private static boolean continues(Located before, Located next) {
        return before.object().equals(next.object())
                && before.run().equals(next.run())
                && before.nextSeq() == next.firstSeq();
    }

    private static Document range(List<Located> entries, Row row) {
        Located first = entries.get(0);
        Located last = entries.get(entries.size() - 1);
        long bytes = entries.stream().mapToLong(Located::length).sum();
        Document range = new Document()
                .unsigned("from_seq_num", first.firstSeq())
                .unsigned("until_seq_num", last.nextSeq())
                .unsigned("last_timestamp", last.lastTimestamp())
                .put("batches", entries.size())
                .put("bytes", bytes)
                .put("object", first.object())
                .put("at_byte", first.offset())
                .put("index_run", first.run());
        boolean trimmed = Long.compareUnsigned(last.nextSeq(), row.floor()) <= 0;
        return trimmed ? range.put("trimmed", true) : range;
    }

    private @Nullable Row row(Id key, List<RunFile> runs, List<TailCheck.TailEntry> tail) {
        Row row = null;
        for (RunFile run : runs) {
            for (IndexRun.Section section : run.directory().shards().values()) {
                try {
                    row = join(row, find(run.open(section), key));
                } catch (DamagedException e) {
                    damage.add(Finding.damage(run.key(), e, ""));
                }
            }
        }
        for (TailCheck.TailEntry entry : tail) {
            if (entry.entry().key().equals(key)) {
                row = join(row, Row.of(entry.entry()));
            }
        }
        return row;
    }

    private static @Nullable Row find(FormatReader rows, Id key) {
        while (rows.hasMore()) {
            Id next = rows.id();
            Row row = Row.read(rows);
            if (next.equals(key)) {
                return row;
            }
        }
        return null;
    }

    private static @Nullable Row join(@Nullable Row one, @Nullable Row other) {
        return one == null ? other : other == null ? one : one.join(other);
    }

    /** Any one object, decoded. */
    Optional<Document> object(String key, boolean bodies) {
        ObjectInspection object = new ObjectInspection(reader, view, bodies);
        Optional<Document> plain = object.of(key, Map.of());
        if (plain.isEmpty() || object.entities().isEmpty()) {
            return plain;
        }
        Map<Id, String> names =
                new Names(reader, List.copyOf(open().values()), tail()).of(new HashSet<>(object.entities()));
        return object.of(key, names);
    }

    private List<TailCheck.TailEntry> tail() {
        TailCheck tail = new TailCheck(reader, new ObjectCheck(view.cluster().id()), new LongSet(), damage);
        view.tails().forEach(tail::check);
        return tail.entries();
    }

    private Map<RunRef, RunFile> open() {
        return open(view.runs());
    }

    private Map<RunRef, RunFile> open(List<RunRef> refs) {
        Map<RunRef, RunFile> runs = new LinkedHashMap<>();
        for (RunRef ref : refs) {
            ViewReader.open(reader, view.cluster(), ref, damage).ifPresent(run -> runs.put(ref, run));
        }
        return runs;
    }

    private Document withDamage(Document document) {
        List<Document> found = damage.all().stream()
                .map(finding -> new Document()
                        .put("object", finding.object())
                        .put("expected", finding.expected())
                        .put("found", finding.found()))
                .toList();
        return found.isEmpty() ? document : document.list("damage", found);
    }
}
