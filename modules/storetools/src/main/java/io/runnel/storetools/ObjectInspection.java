package io.runnel.storetools;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.runnel.objectstore.ObjectStore.StoredObject;
import io.runnel.storetools.WalObject.IndexRecord;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Decodes one object for people. States of streams, which hold fencing tokens, are never shown. */
final class ObjectInspection {
    private static final int MOST_ENTRIES = 10_000;

    private final StoreReader reader;
    private final View view;
    private final boolean bodies;
    private final Set<Id> entities = new TreeSet<>();

    /** @param bodies whether the bodies of records are shown */
    ObjectInspection(StoreReader reader, View view, boolean bodies) {
        this.reader = reader;
        this.view = view;
        this.bodies = bodies;
    }

    /** Those that the object tells of. */
    Set<Id> entities() {
        return entities;
    }

    /**
     * @param names of entities, as far as they are known
     * @return empty if there is no such object
     */
    Optional<Document> of(String key, Map<Id, String> names) {
        ObjectName name = ObjectName.of(key);
        Document document = new Document().put("object", key);
        try {
            Optional<StoredObject> object = reader.get(key);
            if (object.isEmpty()) {
                return Optional.empty();
            }
            document.put("bytes", object.get().size());
            decode(name, key, object.get(), names, document);
        } catch (DamagedException e) {
            document.put("damage", new Document().put("expected", e.expected()).put("found", e.found()));
        }
        return Optional.of(document);
    }

    private void decode(ObjectName name, String key, StoredObject object, Map<Id, String> names, Document document) {
        byte[] bytes = object.bytes();
        switch (name.kind()) {
            case CLUSTER -> {
                SmallObjects.Cluster cluster = SmallObjects.cluster(bytes);
                document.put("kind", "installation")
                        .put("installation", cluster.id().toString())
                        .put("shards", cluster.shards());
            }
            case DESCRIPTOR -> {
                SmallObjects.Descriptor log = SmallObjects.descriptor(bytes);
                document.put("kind", "log descriptor")
                        .put("format", log.version())
                        .put("log", log.log().toString())
                        .put("opened", Instant.ofEpochMilli(log.openedMillis()).toString())
                        .put("window", log.window())
                        .put("end", log.end())
                        .put("collected_through", log.collectedThrough())
                        .put("read_lease_millis", log.readLeaseMillis())
                        .put("kept_millis", log.keptMillis());
            }
            case ARCHIVE -> {
                SmallObjects.Archive archive = SmallObjects.archive(bytes);
                document.put("kind", "archive")
                        .put("format", archive.format())
                        .put("version", archive.version())
                        .put("logs", archive.logs().stream().map(Id::toString).toList())
                        .put(
                                "uncollected",
                                archive.uncollected().stream().map(Id::toString).toList())
                        .list(
                                "index_runs",
                                archive.runs().stream()
                                        .map(ObjectInspection::run)
                                        .toList());
            }
            case MANIFEST -> {
                SmallObjects.Manifest manifest = SmallObjects.manifest(bytes);
                document.put("kind", "shard manifest")
                        .put("shard", manifest.shard())
                        .put("epoch", manifest.epoch())
                        .put("owner", manifest.owner().toString())
                        .put("archive_version", manifest.archiveVersion())
                        .put(
                                "sources",
                                manifest.sources().stream().map(Id::toString).toList());
            }
            case SNAPSHOT -> {
                SnapshotCheck.Snapshot snapshot = SnapshotCheck.read(bytes);
                FormatReader in = snapshot.object();
                document.put("kind", "snapshot")
                        .put("actor", snapshot.persistenceId())
                        .put("sequence_number", snapshot.sequenceNumber())
                        .put("serializer", in.i32())
                        .put("manifest", in.utf8())
                        .put("object_bytes", in.i32());
            }
            case SLOT, SEGMENT -> entries(bytes, names, document);
            case RUN -> run(RunFile.open(reader, key, object), names, document);
            default -> document.put("kind", "not known");
        }
    }

    private static Document run(SmallObjects.RunRef run) {
        return new Document().put("run", run.key()).put("level", run.level()).put("bytes", run.bytes());
    }

    private void entries(byte[] bytes, Map<Id, String> names, Document document) {
        WalObject object = WalObject.read(bytes);
        WalFooter footer = object.footer();
        if (footer != null) {
            document.put(
                            "kind",
                            switch (footer.kind()) {
                                case WalFooter.SEAL -> "SEAL: the end of a log";
                                case WalFooter.SEGMENT -> "segment";
                                default -> "slot";
                            })
                    .put("installation", footer.cluster().toString())
                    .put("log", footer.log().toString())
                    .put("number", footer.number())
                    .put("write_id", footer.writeId().toString())
                    .put("created", micros(footer.createdMicros()))
                    .put("latest_run", footer.latestRun())
                    .put("entries", footer.entries())
                    .put("bytes_of_entries", footer.bodyLength())
                    .put("bytes_of_index", footer.indexLength());
        }
        List<Document> entries = new ArrayList<>();
        for (StoredEntry entry : object.entries()) {
            if (entries.size() < MOST_ENTRIES) {
                entries.add(entry(bytes, entry, object.index().get(entry.offset()), names));
            }
        }
        document.list("entries_in_order", entries);
        if (!object.problems().isEmpty()) {
            document.list(
                    "damage",
                    object.problems().stream()
                            .map(problem -> new Document()
                                    .put("expected", problem.expected())
                                    .put("found", problem.found()))
                            .toList());
        }
    }

    private Document entry(byte[] bytes, StoredEntry entry, @Nullable IndexRecord index, Map<Id, String> names) {
        entities.add(entry.key());
        Document document = new Document()
                .put("at_byte", entry.offset())
                .put("entity", names.getOrDefault(entry.key(), entry.key().toString()))
                .put("shard", index == null ? "" : index.shard())
                .put("generation", entry.generation())
                .put("revision", entry.revision())
                .unsigned("from_seq_num", entry.firstSeq())
                .unsigned("until_seq_num", entry.nextSeq())
                .unsigned("first_timestamp", entry.firstTimestamp())
                .unsigned("last_timestamp", entry.lastTimestamp())
                .put("expires", expiry(entry.expiresAtMillis()))
                .unsigned("trim_point", entry.floor())
                .put("metered", entry.weight())
                .put("state_bytes", Math.max(0, entry.stateLength()))
                .put("payload_bytes", entry.payloadLength());
        if (bodies && entry.holdsPositions() && !Payloads.isEvents(bytes, entry)) {
            List<Document> records = new ArrayList<>();
            RecordWalk.each(
                    bytes,
                    entry,
                    (seqNum, timestamp, headers, metered, bodyAt, bodyLength) -> records.add(new Document()
                            .unsigned("seq_num", seqNum)
                            .unsigned("timestamp", timestamp)
                            .put("headers", headers)
                            .put("body", body(bytes, bodyAt, bodyLength))));
            document.list("records", records);
        }
        return document;
    }

    private static String body(byte[] bytes, int at, int length) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, at, length)).toString();
        } catch (CharacterCodingException e) {
            return "base64:" + Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, at, at + length));
        }
    }

    private static String expiry(long millis) {
        return millis == Long.MAX_VALUE ? "never" : Instant.ofEpochMilli(millis).toString();
    }

    static String micros(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }

    private void run(RunFile run, Map<Id, String> names, Document document) {
        IndexRun.Directory directory = run.directory();
        document.put("kind", directory.own() ? "index run of its own log" : "index run of other logs")
                .put("format", run.footer().version())
                .put("log", run.footer().log().toString())
                .put("number", run.footer().number())
                .put("level", directory.level())
                .put("covers_through", directory.coveredThrough())
                .put(
                        "referred_to",
                        view.runs().stream().anyMatch(live -> live.key().equals(run.key())))
                .list(
                        "other_runs",
                        directory.others().stream().map(ObjectInspection::run).toList())
                .put("logs", directory.logs().stream().map(Id::toString).toList())
                .put("blocks", directory.blocks().size())
                .put("shards", directory.shards().keySet().stream().toList());
        IndexRun.Content content = directory.content();
        if (content != null) {
            document.put("set_sum", Long.toHexString(content.setSum()))
                    .put("earliest_expiry", expiry(content.earliestExpiry()))
                    .list(
                            "holdings",
                            content.holdings().stream()
                                    .map(held -> new Document()
                                            .put("object", held.key())
                                            .put("bytes", held.bytes())
                                            .put("bytes_of_entries", held.live()))
                                    .toList());
        }
        List<Document> entries = new ArrayList<>();
        RunScan scan = new RunScan(run, new Id(0, 0));
        for (RunCursor entry = scan.next(); entry != null && entries.size() < MOST_ENTRIES; entry = scan.next()) {
            entities.add(entry.key);
            entries.add(new Document()
                    .put("entity", names.getOrDefault(entry.key, entry.key.toString()))
                    .put("generation", entry.generation)
                    .unsigned("from_seq_num", entry.firstSeq)
                    .unsigned("until_seq_num", entry.nextSeq)
                    .unsigned("last_timestamp", entry.lastTimestamp)
                    .put("expires", expiry(entry.expiresAtMillis))
                    .put("object", ObjectName.place(entry.log(), entry.place))
                    .put("at_byte", entry.offset)
                    .put("bytes", entry.length()));
        }
        document.list("entries_in_order", entries);
    }
}
