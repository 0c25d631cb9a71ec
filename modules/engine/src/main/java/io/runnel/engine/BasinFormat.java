package io.runnel.engine;

import io.runnel.engine.BasinEvent.BasinCreated;
import io.runnel.engine.BasinEvent.BasinDeletionBegun;
import io.runnel.engine.BasinEvent.BasinEnded;
import io.runnel.engine.BasinEvent.BasinReconfigured;
import io.runnel.engine.BasinEvent.BasinRemoved;
import io.runnel.engine.BasinEvent.StreamCreated;
import io.runnel.engine.BasinEvent.StreamDeletionBegun;
import io.runnel.engine.BasinEvent.StreamReconfigured;
import io.runnel.engine.BasinEvent.StreamRemoved;
import io.runnel.engine.BasinEvent.StreamTold;
import io.runnel.model.StreamName;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/** The persisted form of a basin's events and snapshots: a version byte, then fields in order (docs/formats.md). */
final class BasinFormat {
    private static final int VERSION = 2; // 1 knew no generations of basins, and no ends

    private BasinFormat() {}

    static byte[] encode(BasinEvent event) {
        return Blob.encode(VERSION, out -> write(out, event));
    }

    static BasinEvent decodeEvent(byte[] bytes) {
        return Blob.decode(1, VERSION, bytes, BasinFormat::readEvent);
    }

    static byte[] encode(Catalogue catalogue) {
        return Blob.encode(VERSION, out -> write(out, catalogue));
    }

    static Catalogue decodeCatalogue(byte[] bytes) {
        return Blob.decode(1, VERSION, bytes, BasinFormat::readCatalogue);
    }

    /** Of the basin that an encoded catalogue is about. */
    static int generation(byte[] catalogue) {
        ByteBuffer bytes = ByteBuffer.wrap(catalogue);
        return bytes.get(0) == 1 ? 0 : bytes.getInt(1 + Long.BYTES);
    }

    private static void write(DataOutput out, BasinEvent event) throws IOException {
        if (event instanceof BasinCreated created) {
            out.writeByte(1);
            out.writeInt(created.generation());
            Blob.writeBasinConfig(out, created.config());
            Blob.writeInstant(out, created.createdAt());
            Blob.writeOrigin(out, created.origin(), Blob::writeBasinConfig);
        } else if (event instanceof BasinReconfigured changed) {
            out.writeByte(2);
            Blob.writeBasinConfig(out, changed.config());
        } else if (event instanceof BasinDeletionBegun begun) {
            out.writeByte(3);
            Blob.writeInstant(out, begun.deletedAt());
        } else if (event instanceof BasinRemoved) {
            out.writeByte(4);
        } else if (event instanceof StreamCreated created) {
            out.writeByte(5);
            Blob.writeText(out, created.stream().value());
            out.writeInt(created.generation());
            Blob.writeStreamConfig(out, created.config());
            Blob.writeInstant(out, created.createdAt());
            Blob.writeOrigin(out, created.origin(), Blob::writeOptions);
        } else if (event instanceof StreamReconfigured changed) {
            out.writeByte(6);
            Blob.writeText(out, changed.stream().value());
            Blob.writeStreamConfig(out, changed.config());
        } else if (event instanceof StreamTold told) {
            out.writeByte(7);
            Blob.writeText(out, told.stream().value());
            out.writeInt(told.configVersion());
        } else if (event instanceof StreamDeletionBegun begun) {
            out.writeByte(8);
            Blob.writeText(out, begun.stream().value());
            Blob.writeInstant(out, begun.deletedAt());
        } else if (event instanceof StreamRemoved removed) {
            out.writeByte(9);
            Blob.writeText(out, removed.stream().value());
        } else if (event instanceof BasinEnded ended) {
            out.writeByte(10);
            out.writeInt(ended.generation());
            out.writeLong(ended.version());
        }
    }

    private static BasinEvent readEvent(int version, DataInput in) throws IOException {
        int kind = in.readUnsignedByte();
        return switch (kind) {
            case 1 ->
                new BasinCreated(
                        readGeneration(version, in),
                        Blob.readBasinConfig(in),
                        Blob.readInstant(in),
                        Blob.readOrigin(in, Blob::readBasinConfig));
            case 2 -> new BasinReconfigured(Blob.readBasinConfig(in));
            case 3 -> new BasinDeletionBegun(Blob.readInstant(in));
            case 4 -> new BasinRemoved();
            case 5 ->
                new StreamCreated(
                        readName(in),
                        in.readInt(),
                        Blob.readStreamConfig(in),
                        Blob.readInstant(in),
                        Blob.readOrigin(in, Blob::readOptions));
            case 6 -> new StreamReconfigured(readName(in), Blob.readStreamConfig(in));
            case 7 -> new StreamTold(readName(in), in.readInt());
            case 8 -> new StreamDeletionBegun(readName(in), Blob.readInstant(in));
            case 9 -> new StreamRemoved(readName(in));
            case 10 -> new BasinEnded(in.readInt(), in.readLong());
            default -> throw new IOException("unknown kind of basin event " + kind);
        };
    }

    private static void write(DataOutput out, Catalogue catalogue) throws IOException {
        out.writeLong(catalogue.version());
        out.writeInt(catalogue.generation());
        out.writeInt(catalogue.lastGeneration());
        Incarnation basin = catalogue.basin();
        out.writeBoolean(basin != null);
        if (basin != null) {
            Blob.writeBasinConfig(out, basin.config());
            Blob.writeInstant(out, basin.createdAt());
            Blob.writeOptional(out, basin.deletedAt(), Blob::writeInstant);
            Blob.writeOrigin(out, basin.origin(), Blob::writeBasinConfig);
        }
        out.writeInt(catalogue.streams().size());
        for (Map.Entry<String, CatalogueEntry> stream : catalogue.streams().entrySet()) {
            CatalogueEntry entry = stream.getValue();
            Blob.writeText(out, stream.getKey());
            out.writeInt(entry.generation());
            Blob.writeStreamConfig(out, entry.config());
            out.writeInt(entry.configVersion());
            out.writeBoolean(entry.told());
            Blob.writeInstant(out, entry.createdAt());
            Blob.writeOptional(out, entry.deletedAt(), Blob::writeInstant);
            Blob.writeOrigin(out, entry.origin(), Blob::writeOptions);
        }
    }

    private static Catalogue readCatalogue(int formatVersion, DataInput in) throws IOException {
        long version = in.readLong();
        int generation = readGeneration(formatVersion, in);
        int lastGeneration = in.readInt();
        Incarnation basin = in.readBoolean()
                ? new Incarnation(
                        Blob.readBasinConfig(in),
                        Blob.readInstant(in),
                        Blob.readOptional(in, Blob::readInstant),
                        Blob.readOrigin(in, Blob::readBasinConfig))
                : null;
        Catalogue catalogue = new Catalogue(basin, version, generation, lastGeneration);
        int streams = in.readInt();
        for (int i = 0; i < streams; i++) {
            catalogue.put(
                    Blob.readText(in),
                    new CatalogueEntry(
                            in.readInt(),
                            Blob.readStreamConfig(in),
                            in.readInt(),
                            in.readBoolean(),
                            Blob.readInstant(in),
                            Blob.readOptional(in, Blob::readInstant),
                            Blob.readOrigin(in, Blob::readOptions)));
        }
        return catalogue;
    }

    private static int readGeneration(int version, DataInput in) throws IOException {
        return version == 1 ? 0 : in.readInt();
    }

    private static StreamName readName(DataInput in) throws IOException {
        return new StreamName(Blob.readText(in));
    }
}
