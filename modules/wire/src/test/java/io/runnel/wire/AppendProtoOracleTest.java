package io.runnel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.runnel.model.AppendInput;
import io.runnel.model.ErrorCode;
import io.runnel.model.FencingToken;
import io.runnel.model.Position;
import io.runnel.model.StoredBatch;
import io.runnel.model.StreamError;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Random messages, read by our decoder and by protobuf-java; random damage, judged by both. */
class AppendProtoOracleTest {
    @Property
    void readsWhatProtobufWrites(@ForAll("inputs") DynamicMessage message, @ForAll long firstSeqNum) throws Exception {
        AppendInput input = decode(message.toByteArray());
        StoredBatch stored = Stored.sequence(input.batch(), firstSeqNum);
        assertThat(input.matchSeqNum()).isEqualTo(present(message, "match_seq_num"));
        String token = (String) present(message, "fencing_token");
        assertThat(input.fencingToken()).isEqualTo(token == null ? null : new FencingToken(token));
        assertThat(parsed(stored, null)).isEqualTo(expected(message, firstSeqNum, null));
    }

    @Property
    void writesWhatProtobufReads(@ForAll("inputs") DynamicMessage message, @ForAll long seqNum, @ForAll long timestamp)
            throws Exception {
        Position tail = new Position(seqNum, timestamp);
        StoredBatch stored = Stored.sequence(decode(message.toByteArray()).batch(), seqNum);
        assertThat(parsed(stored, tail)).isEqualTo(expected(message, seqNum, tail));
    }

    @Property(tries = 5000)
    void refusesTheBytesThatProtobufRefuses(@ForAll("damaged") byte[] bytes) {
        String defect = "";
        try {
            decode(bytes);
        } catch (BadRequestException e) {
            defect = e.error().status() == 422 ? "" : ((StreamError.Coded) e.error()).message();
        }
        if (protobufTakes(bytes)) {
            // Where protobuf-java is laxer than the contract.
            assertThat(defect).matches("|.*(has wire type|varint beyond 64 bits|invalid field number).*");
        } else {
            assertThat(defect).isNotEmpty();
        }
    }

    private static boolean protobufTakes(byte[] bytes) {
        try {
            return DynamicMessage.parseFrom(S2Proto.APPEND_INPUT, bytes).isInitialized();
        } catch (InvalidProtocolBufferException e) {
            return false;
        }
    }

    private static DynamicMessage parsed(StoredBatch stored, Position tail) throws Exception {
        return DynamicMessage.parseFrom(S2Proto.READ_BATCH, ResponseProto.readBatch(List.of(stored.slice()), tail));
    }

    private static DynamicMessage expected(DynamicMessage input, long firstSeqNum, Position tail) {
        DynamicMessage.Builder batch = DynamicMessage.newBuilder(S2Proto.READ_BATCH);
        long previous = 0;
        long seqNum = firstSeqNum;
        for (Object each : (List<?>) S2Proto.get(input, "records")) {
            DynamicMessage record = (DynamicMessage) each;
            Long given = (Long) present(record, "timestamp");
            long timestamp = given == null ? Stored.NOW : given;
            previous = Long.compareUnsigned(timestamp, previous) > 0 ? timestamp : previous;
            DynamicMessage.Builder out = DynamicMessage.newBuilder(S2Proto.SEQUENCED_RECORD);
            set(out, "seq_num", seqNum++);
            set(out, "timestamp", previous);
            set(out, "body", S2Proto.get(record, "body"));
            for (Object header : (List<?>) S2Proto.get(record, "headers")) {
                DynamicMessage bare = ((DynamicMessage) header)
                        .toBuilder()
                                .setUnknownFields(UnknownFieldSet.getDefaultInstance())
                                .build();
                out.addRepeatedField(S2Proto.field(S2Proto.SEQUENCED_RECORD, "headers"), bare);
            }
            batch.addRepeatedField(S2Proto.field(S2Proto.READ_BATCH, "records"), out.build());
        }
        if (tail != null) {
            set(batch, "tail", position(tail));
        }
        return batch.build();
    }

    static DynamicMessage position(Position position) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(S2Proto.POSITION);
        set(message, "seq_num", position.seqNum());
        set(message, "timestamp", position.timestamp());
        return message.build();
    }

    private static Object present(DynamicMessage message, String field) {
        return message.hasField(S2Proto.field(message.getDescriptorForType(), field))
                ? S2Proto.get(message, field)
                : null;
    }

    private static void set(DynamicMessage.Builder message, String field, Object value) {
        message.setField(S2Proto.field(message.getDescriptorForType(), field), value);
    }

    private static AppendInput decode(byte[] bytes) throws BadRequestException {
        return AppendProto.decode(bytes, 0, bytes.length, ErrorCode.BAD_PROTO);
    }

    @Provide
    Arbitrary<byte[]> damaged() {
        Arbitrary<byte[]> changed = Combinators.combine(
                        inputs(),
                        Arbitraries.integers().between(0, 200),
                        Arbitraries.bytes(),
                        Arbitraries.integers().between(0, 3))
                .as((message, place, value, cut) -> {
                    byte[] bytes = message.toByteArray();
                    if (bytes.length > 0) {
                        bytes[place % bytes.length] = value;
                    }
                    return Arrays.copyOf(bytes, Math.max(0, bytes.length - cut));
                });
        return Arbitraries.oneOf(
                changed, Arbitraries.bytes().array(byte[].class).ofMaxSize(12));
    }

    @Provide
    Arbitrary<DynamicMessage> inputs() {
        return Combinators.combine(
                        records().list().ofMinSize(1).ofMaxSize(5),
                        Arbitraries.longs().injectNull(0.5),
                        Arbitraries.strings()
                                .all()
                                .ofMaxLength(9)
                                .filter(Utf8Text::isEncodable)
                                .injectNull(0.5),
                        unknown())
                .as((records, matchSeqNum, token, unknown) -> {
                    DynamicMessage.Builder input = DynamicMessage.newBuilder(S2Proto.APPEND_INPUT);
                    set(input, "records", records);
                    if (matchSeqNum != null) {
                        set(input, "match_seq_num", matchSeqNum);
                    }
                    if (token != null) {
                        set(input, "fencing_token", token);
                    }
                    return input.setUnknownFields(unknown).build();
                });
    }

    private Arbitrary<DynamicMessage> records() {
        Arbitrary<ByteString> bytes =
                Arbitraries.bytes().array(byte[].class).ofMaxSize(20).map(ByteString::copyFrom);
        Arbitrary<DynamicMessage> headers = Combinators.combine(bytes.filter(name -> !name.isEmpty()), bytes, unknown())
                .as((name, value, unknown) -> {
                    DynamicMessage.Builder header = DynamicMessage.newBuilder(S2Proto.HEADER);
                    set(header, "name", name);
                    set(header, "value", value);
                    return header.setUnknownFields(unknown).build();
                });
        return Combinators.combine(
                        Arbitraries.longs().injectNull(0.4), headers.list().ofMaxSize(3), bytes, unknown())
                .as((timestamp, list, body, unknown) -> {
                    DynamicMessage.Builder record = DynamicMessage.newBuilder(S2Proto.APPEND_RECORD);
                    if (timestamp != null) {
                        set(record, "timestamp", timestamp);
                    }
                    set(record, "headers", list);
                    set(record, "body", body);
                    return record.setUnknownFields(unknown).build();
                });
    }

    private static Arbitrary<UnknownFieldSet> unknown() {
        return Combinators.combine(
                        Arbitraries.integers().between(4, (1 << 29) - 1),
                        Arbitraries.longs(),
                        Arbitraries.integers().between(0, 12))
                .as((number, value, kind) -> {
                    UnknownFieldSet.Field.Builder field = UnknownFieldSet.Field.newBuilder();
                    switch (kind) {
                        case 0 -> field.addVarint(value);
                        case 1 -> field.addFixed64(value);
                        case 2 -> field.addFixed32((int) (long) value);
                        case 3 -> field.addLengthDelimited(ByteString.copyFromUtf8(String.valueOf(value)));
                        case 4 ->
                            field.addGroup(UnknownFieldSet.newBuilder()
                                    .addField(
                                            1,
                                            UnknownFieldSet.Field.newBuilder()
                                                    .addVarint(value)
                                                    .build())
                                    .build());
                        default -> {
                            return UnknownFieldSet.getDefaultInstance();
                        }
                    }
                    return UnknownFieldSet.newBuilder()
                            .addField(number, field.build())
                            .build();
                });
    }
}
