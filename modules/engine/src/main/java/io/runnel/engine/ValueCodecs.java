package io.runnel.engine;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.runnel.model.AppendBatch;
import io.runnel.model.Command;
import io.runnel.model.RecordSlice;
import io.runnel.model.Utf8;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.Serialization;

/** How values are written that are no records of other values, or of which only a part matters. */
final class ValueCodecs {
    private ValueCodecs() {}

    static final class Text extends Serializer<String> {
        @Override
        public void write(Kryo kryo, Output output, String text) {
            byte[] bytes = Utf8.bytes(text);
            Bounded.writeBytes(output, bytes, 0, bytes.length);
        }

        @Override
        public String read(Kryo kryo, Input input, Class<? extends String> type) {
            return new String(Bounded.readBytes(input), StandardCharsets.UTF_8);
        }
    }

    static final class Bytes extends Serializer<byte[]> {
        @Override
        public void write(Kryo kryo, Output output, byte[] bytes) {
            Bounded.writeBytes(output, bytes, 0, bytes.length);
        }

        @Override
        public byte[] read(Kryo kryo, Input input, Class<? extends byte[]> type) {
            return Bounded.readBytes(input);
        }
    }

    static final class Time extends Serializer<Instant> {
        @Override
        public void write(Kryo kryo, Output output, Instant instant) {
            output.writeVarLong(instant.getEpochSecond(), false);
            output.writeVarInt(instant.getNano(), true);
        }

        @Override
        public Instant read(Kryo kryo, Input input, Class<? extends Instant> type) {
            return Instant.ofEpochSecond(input.readVarLong(false), input.readVarInt(true));
        }
    }

    /** Lists of what the table holds; whatever kind of list it was, the other side gets one that nobody changes. */
    @SuppressWarnings("rawtypes") // Kryo goes by classes
    static final class Items extends Serializer<List> {
        private final Class<?> type;

        /** @param type of every item */
        Items(Class<?> type) {
            this.type = type;
        }

        @Override
        public void write(Kryo kryo, Output output, List list) {
            output.writeVarInt(list.size(), true);
            for (Object item : list) {
                kryo.writeClassAndObject(output, item);
            }
        }

        @Override
        public List read(Kryo kryo, Input input, Class<? extends List> listType) {
            int count = Bounded.readCount(input, 1);
            List<Object> list = new ArrayList<>(Math.min(count, 1000));
            for (int i = 0; i < count; i++) {
                Object item = kryo.readClassAndObject(input);
                if (!type.isInstance(item)) {
                    throw new KryoException("item " + i + " is no " + type.getSimpleName());
                }
                list.add(item);
            }
            return Collections.unmodifiableList(list);
        }
    }

    static final class Ref extends Serializer<ActorRef> {
        private final ExtendedActorSystem system;

        Ref(ExtendedActorSystem system) {
            this.system = system;
        }

        @Override
        public void write(Kryo kryo, Output output, ActorRef ref) {
            byte[] path = Utf8.bytes(Serialization.serializedActorPath(ref));
            Bounded.writeBytes(output, path, 0, path.length);
        }

        @Override
        public ActorRef read(Kryo kryo, Input input, Class<? extends ActorRef> type) {
            return system.provider().resolveActorRef(new String(Bounded.readBytes(input), StandardCharsets.UTF_8));
        }
    }

    @SuppressWarnings("rawtypes") // Kryo goes by classes
    static final class TypedRef extends Serializer<org.apache.pekko.actor.typed.ActorRef> {
        private final Ref classic;

        TypedRef(ExtendedActorSystem system) {
            classic = new Ref(system);
        }

        @Override
        @SuppressWarnings("unchecked")
        public void write(Kryo kryo, Output output, org.apache.pekko.actor.typed.ActorRef ref) {
            classic.write(kryo, output, Adapter.toClassic((org.apache.pekko.actor.typed.ActorRef<Object>) ref));
        }

        @Override
        public org.apache.pekko.actor.typed.ActorRef read(
                Kryo kryo, Input input, Class<? extends org.apache.pekko.actor.typed.ActorRef> type) {
            return Adapter.toTyped(classic.read(kryo, input, ActorRef.class));
        }
    }

    /** A batch without the room at the end of its array, and only the timestamps that were given. */
    static final class Batch extends Serializer<AppendBatch> {
        private static final Items COMMANDS = new Items(Command.class);

        @Override
        public void write(Kryo kryo, Output output, AppendBatch batch) {
            AppendBatch.Parts parts = batch.parts();
            int[] ends = parts.ends();
            output.writeVarInt(ends.length, true);
            int end = 0;
            for (int i = 0; i < ends.length; i++) {
                output.writeVarInt(ends[i] - end, true);
                end = ends[i];
                boolean given = isGiven(parts.timestampGiven(), i);
                output.writeBoolean(given);
                if (given) {
                    output.writeVarLong(parts.timestamps()[i], true);
                }
            }
            Bounded.writeBytes(output, parts.data(), 0, end);
            output.writeVarInt(parts.meteredBytes(), true);
            COMMANDS.write(kryo, output, parts.commands());
        }

        @Override
        public AppendBatch read(Kryo kryo, Input input, Class<? extends AppendBatch> type) {
            int count = Bounded.readCount(input, 2);
            int[] ends = new int[count];
            long[] timestamps = new long[count];
            long[] given = new long[(count + Long.SIZE - 1) / Long.SIZE];
            int end = 0;
            for (int i = 0; i < count; i++) {
                end += input.readVarInt(true);
                ends[i] = end;
                if (input.readBoolean()) {
                    given[i / Long.SIZE] |= 1L << i;
                    timestamps[i] = input.readVarLong(true);
                }
            }
            byte[] data = Bounded.readBytes(input);
            int meteredBytes = input.readVarInt(true);
            List<Command> commands = new ArrayList<>();
            for (Object command : COMMANDS.read(kryo, input, List.class)) {
                commands.add((Command) command);
            }
            return AppendBatch.of(new AppendBatch.Parts(data, ends, timestamps, given, meteredBytes, commands));
        }

        private static boolean isGiven(long[] bits, int index) {
            return index / Long.SIZE < bits.length && ((bits[index / Long.SIZE] >>> index) & 1) != 0;
        }
    }

    /** A slice without the records around it. */
    static final class Slice extends Serializer<RecordSlice> {
        @Override
        public void write(Kryo kryo, Output output, RecordSlice slice) {
            Bounded.writeBytes(output, slice.array(), slice.offset(), slice.length());
            output.writeVarLong(slice.firstSeqNum(), true);
            output.writeVarInt(slice.count(), true);
            output.writeVarLong(slice.lastTimestamp(), true);
            output.writeVarInt(slice.meteredBytes(), true);
        }

        @Override
        public RecordSlice read(Kryo kryo, Input input, Class<? extends RecordSlice> type) {
            byte[] records = Bounded.readBytes(input);
            return new RecordSlice(
                    records,
                    0,
                    records.length,
                    input.readVarLong(true),
                    input.readVarInt(true),
                    input.readVarLong(true),
                    input.readVarInt(true));
        }
    }
}
