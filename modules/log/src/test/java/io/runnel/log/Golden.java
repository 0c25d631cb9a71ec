package io.runnel.log;

import static io.runnel.log.GoldenValues.CREATED_MICROS;
import static io.runnel.log.GoldenValues.descriptor;
import static io.runnel.log.GoldenValues.entries;
import static io.runnel.log.GoldenValues.footer;
import static io.runnel.log.GoldenValues.id;
import static io.runnel.log.GoldenValues.indexed;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.runnel.objectstore.ObjectStore.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Objects of every format of the log, kept as bytes in files that were made from {@code docs/formats.md} and not by this
 * code, and what they say.
 */
@SuppressWarnings("ImmutableEnumChecker") // nobody changes the values
enum Golden {
    CLUSTER("cluster", 4, new ClusterObject(id(0), 64), ClusterObject::encode, ClusterObject::decode),
    OPEN_LOG("descriptor-open", 4, descriptor(0), LogDescriptor::encode, LogDescriptor::decode),
    SEALED_LOG("descriptor-sealed", 4, descriptor(1_234_567_890_123L), LogDescriptor::encode, LogDescriptor::decode),
    MANIFEST(
            "manifest",
            4,
            new ShardManifest("stream-0001", 7, id(0x20), List.of(id(0x10), id(0x20)), 3, id(0xA0)),
            ShardManifest::encode,
            ShardManifest::decode),
    ARCHIVE(
            "archive",
            4,
            new Archive(
                    5,
                    List.of(id(0x10), id(0x20)),
                    List.of(new RunId(id(0x10), 4, 1, 70_000), new RunId(id(0x20), 1_000_000_000_001L, 0, 512)),
                    id(0xA0)),
            Archive::encode,
            Archive::decode),
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
    RUN(
            "run",
            -5,
            new Run(true, 2, 8, List.of(new RunId(id(0x10), 3, 1, 4096)), 9, RunText.of(indexed())),
            run -> RunContent.of(indexed())
                    .finish(id(0), id(0x10), run.number(), run.own(), run.level(), run.others(), run.covered()),
            Run::decode);

    static final String OBJECT = "some/object";

    private final String file;
    private final int versionAt; // from the end, if negative
    private final Object value;
    private final Function<Object, byte[]> encode;
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
        return encode.apply(value);
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

    /** All of an index run. */
    record Run(boolean own, int level, long covered, List<RunId> others, long number, List<String> told) {
        static Run decode(byte[] bytes, String object) {
            LoadedRun run = Runs.whole(new StoredObject(bytes, "etag", bytes.length), object);
            RunDirectory directory = run.directory();
            return new Run(
                    directory.own(),
                    directory.level(),
                    directory.coveredThrough(),
                    directory.others(),
                    run.footer().number(),
                    RunText.of(bytes, object));
        }
    }
}
