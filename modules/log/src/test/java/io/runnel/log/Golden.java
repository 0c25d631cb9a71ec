package io.runnel.log;

import static io.runnel.log.GoldenValues.CREATED_MICROS;
import static io.runnel.log.GoldenValues.archive;
import static io.runnel.log.GoldenValues.descriptor;
import static io.runnel.log.GoldenValues.entries;
import static io.runnel.log.GoldenValues.footer;
import static io.runnel.log.GoldenValues.id;
import static io.runnel.log.GoldenValues.indexed;
import static io.runnel.log.GoldenValues.moved;
import static io.runnel.log.GoldenValues.rows;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.runnel.objectstore.ObjectStore.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Objects of every format of the log, kept as bytes in files that were made from {@code docs/formats.md} and not by this
 * code, and what they say.
 */
@SuppressWarnings("ImmutableEnumChecker") // nobody changes the values
enum Golden {
    CLUSTER("cluster", 4, new ClusterObject(id(0), 64), ClusterObject::encode, ClusterObject::decode),
    OPEN_LOG_1("descriptor-open", 4, descriptor(0, 0), LogDescriptor::decode),
    SEALED_LOG_1("descriptor-sealed", 4, descriptor(1_234_567_890_123L, 0), LogDescriptor::decode),
    OPEN_LOG_2("descriptor-open-2", 4, descriptor(0, 77), LogDescriptor::decode),
    SEALED_LOG_2("descriptor-sealed-2", 4, descriptor(1_234_567_890_123L, 1_234_567_890_000L), LogDescriptor::decode),
    OPEN_LOG_3("descriptor-open-3", 4, descriptor(0, 77, 1500), LogDescriptor::decode),
    SEALED_LOG_3(
            "descriptor-sealed-3", 4, descriptor(1_234_567_890_123L, 1_234_567_890_000L, 1500), LogDescriptor::decode),
    OPEN_LOG(
            "descriptor-open-4", 4, descriptor(0, 77, 1500, 604_800_000), LogDescriptor::encode, LogDescriptor::decode),
    SEALED_LOG(
            "descriptor-sealed-4",
            4,
            descriptor(1_234_567_890_123L, 1_234_567_890_000L, 1500, 604_800_000),
            LogDescriptor::encode,
            LogDescriptor::decode),
    MANIFEST(
            "manifest",
            4,
            new ShardManifest("stream-0001", 7, id(0x20), List.of(id(0x10), id(0x20)), 3, id(0xA0)),
            ShardManifest::encode,
            ShardManifest::decode),
    ARCHIVE_1("archive", 4, archive(List.of(id(0x10), id(0x20))), Archive::decode),
    ARCHIVE("archive-2", 4, archive(List.of(id(0x20))), Archive::encode, Archive::decode),
    ENTRIES(
            "wal-entries",
            -8,
            new Wal(footer(WalFooter.DATA, 77, 6, 4, 399, 375, 0x8418_9764), entries()),
            wal -> WalObject.encode(id(0), id(0x10), 77, id(0xF0), CREATED_MICROS, 6, wal.entries())
                    .bytes(),
            Wal::decode),
    SEAL(
            "wal-seal",
            -8,
            new Wal(footer(WalFooter.SEAL, 78, 0, 0, 0, 0, 0), List.of()),
            wal -> WalObject.seal(id(0), id(0x10), 78, id(0xF0), CREATED_MICROS),
            Wal::decode),
    SEGMENT(
            "segment",
            -8,
            new Segment(footer(WalFooter.MOVED, 12, 0, 2, 203, 0, 0), moved()),
            segment -> Segment.encode(segment.entries()),
            Segment::decode),
    RUN_1(
            "run",
            -5,
            new Run(true, 2, 8, List.of(new RunId(id(0x10), 3, 1, 4096)), 9, RunText.of(indexed(300), rows(300)), null),
            Run::decode),
    RUN(
            "run-2",
            -5,
            new Run(
                    true,
                    2,
                    8,
                    List.of(new RunId(id(0x10), 3, 1, 4096)),
                    9,
                    RunText.of(indexed(-12), rows(-12)),
                    new RunDirectory.Content(
                            0x17B0_0ACE_D920_AD64L,
                            4000,
                            List.of(
                                    new Holding(new Place(id(0x10), 7), 5000, 499),
                                    new Holding(new Place(id(0x10), 8), 1 << 20, 193),
                                    new Holding(new Place(id(0x20), -12), 97, 97)))),
            run -> GoldenValues.run(-12)
                    .finish(
                            id(0),
                            id(0x10),
                            run.number(),
                            Map.of(new Place(id(0x10), 7), 5000, new Place(id(0x10), 8), 1 << 20),
                            run.own(),
                            run.level(),
                            run.others(),
                            run.covered()),
            Run::decode);

    static final String OBJECT = "some/object";

    private final String file;
    private final int versionAt; // from the end, if negative
    private final Object value;
    private final @Nullable Function<Object, byte[]> encode; // null if it is of an earlier version
    private final Decoder<?> decode;

    private interface Decoder<T> {
        T decode(byte[] bytes, String object);
    }

    @SuppressWarnings("unchecked") // the value is what is encoded
    <T> Golden(String file, int versionAt, T value, Function<T, byte[]> encode, Decoder<T> decode) {
        this.file = file;
        this.versionAt = versionAt;
        this.value = value;
        this.encode = anything -> encode.apply((T) anything);
        this.decode = decode;
    }

    /** Of a version that is read, but not written any more. */
    Golden(String file, int versionAt, Object value, Decoder<?> decode) {
        this.file = file;
        this.versionAt = versionAt;
        this.value = value;
        this.encode = null;
        this.decode = decode;
    }

    static Stream<Golden> written() {
        return Stream.of(values()).filter(object -> object.encode != null);
    }

    /** The bytes of the file. */
    byte[] bytes() {
        try (InputStream in = Golden.class.getResourceAsStream("formats/" + file + ".hex")) {
            String digits = new String(in.readAllBytes(), US_ASCII)
                    .lines()
                    .map(line -> line.replaceAll("#.*|\\s", ""))
                    .collect(Collectors.joining());
            return HexFormat.of().parseHex(digits);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int versionAt() {
        return versionAt < 0 ? bytes().length + versionAt : versionAt;
    }

    Object value() {
        return value;
    }

    byte[] encoded() {
        return Objects.requireNonNull(encode).apply(value);
    }

    /** Everything that is in an object, as the log reads it. */
    Object read(byte[] bytes) {
        return decode.decode(bytes, OBJECT);
    }

    /** All of a WAL object. */
    record Wal(WalFooter footer, List<LogEntry> entries) {
        static Wal decode(byte[] bytes, String object) {
            WalFooter footer = WalFooter.decode(bytes, bytes.length, object);
            List<IndexedEntry> index = footer.kind() == WalFooter.SEAL
                    ? List.of()
                    : WalIndex.decode(footer, bytes, footer.indexOffset(), object);
            List<LogEntry> entries = index.stream()
                    .sorted(Comparator.comparingInt(entry -> entry.ref().offset))
                    .map(entry ->
                            WalEntry.decode(bytes, entry.ref().offset, entry.ref(), entry.key(), entry.shard(), object))
                    .toList();
            return new Wal(footer, entries);
        }
    }

    /** All of a segment, whose entries are found by going through them. */
    record Segment(WalFooter footer, List<LogEntry> entries) {
        static byte[] encode(List<LogEntry> entries) {
            io.runnel.log.Segment segment = new io.runnel.log.Segment(id(0x10), 12, 0);
            entries.forEach(entry -> segment.add(EntryRef.holding(entry, id(0x10), 77, 8), entry));
            return segment.finish(id(0), id(0xF0), CREATED_MICROS);
        }

        static Segment decode(byte[] bytes, String object) {
            WalFooter footer = WalFooter.decode(bytes, bytes.length, object);
            List<LogEntry> entries = new ArrayList<>();
            int at = WalFooter.HEADER_SIZE;
            for (LogEntry expected : moved()) {
                EntryRef ref = EntryRef.holding(expected, id(0x10), -12, at);
                entries.add(WalEntry.decode(bytes, at, ref, expected.key(), expected.shard(), object));
                at += ref.length();
            }
            return new Segment(footer, entries);
        }
    }

    /** All of an index run. */
    record Run(
            boolean own,
            int level,
            long covered,
            List<RunId> others,
            long number,
            List<String> told,
            RunDirectory.@Nullable Content content) {
        static Run decode(byte[] bytes, String object) {
            LoadedRun run = Runs.whole(new StoredObject(bytes, "etag", bytes.length), object);
            RunDirectory directory = run.directory();
            return new Run(
                    directory.own(),
                    directory.level(),
                    directory.coveredThrough(),
                    directory.others(),
                    run.footer().number(),
                    RunText.of(bytes, object),
                    directory.content());
        }
    }
}
