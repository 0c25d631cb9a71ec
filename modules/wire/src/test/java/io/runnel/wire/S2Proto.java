package io.runnel.wire;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.Descriptors;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;

/** The messages of contract 11 as protobuf-java understands them: the judge of what we read and write by hand. */
final class S2Proto {
    static final Descriptor APPEND_INPUT;
    static final Descriptor APPEND_RECORD;
    static final Descriptor APPEND_ACK;
    static final Descriptor READ_BATCH;
    static final Descriptor SEQUENCED_RECORD;
    static final Descriptor HEADER;
    static final Descriptor POSITION;

    static {
        FileDescriptorProto file = FileDescriptorProto.newBuilder()
                .setName("s2.proto")
                .setPackage("s2.v1")
                .setSyntax("proto3")
                .addMessageType(message("StreamPosition", u64("seq_num", 1), u64("timestamp", 2)))
                .addMessageType(message("Header", bytes("name", 1), bytes("value", 2)))
                .addMessageType(message(
                        "AppendRecord", optional(u64("timestamp", 1)), many("headers", 2, "Header"), bytes("body", 3)))
                .addMessageType(message(
                        "AppendInput",
                        many("records", 1, "AppendRecord"),
                        optional(u64("match_seq_num", 2)),
                        optional(scalar("fencing_token", 3, FieldDescriptorProto.Type.TYPE_STRING))))
                .addMessageType(message(
                        "AppendAck",
                        one("start", 1, "StreamPosition"),
                        one("end", 2, "StreamPosition"),
                        one("tail", 3, "StreamPosition")))
                .addMessageType(message(
                        "SequencedRecord",
                        u64("seq_num", 1),
                        u64("timestamp", 2),
                        many("headers", 3, "Header"),
                        bytes("body", 4)))
                .addMessageType(
                        message("ReadBatch", many("records", 1, "SequencedRecord"), one("tail", 2, "StreamPosition")))
                .build();
        Descriptors.FileDescriptor s2;
        try {
            s2 = Descriptors.FileDescriptor.buildFrom(file, new Descriptors.FileDescriptor[0]);
        } catch (Descriptors.DescriptorValidationException e) {
            throw new ExceptionInInitializerError(e);
        }
        APPEND_INPUT = s2.findMessageTypeByName("AppendInput");
        APPEND_RECORD = s2.findMessageTypeByName("AppendRecord");
        APPEND_ACK = s2.findMessageTypeByName("AppendAck");
        READ_BATCH = s2.findMessageTypeByName("ReadBatch");
        SEQUENCED_RECORD = s2.findMessageTypeByName("SequencedRecord");
        HEADER = s2.findMessageTypeByName("Header");
        POSITION = s2.findMessageTypeByName("StreamPosition");
    }

    private S2Proto() {}

    static Object get(DynamicMessage message, String field) {
        return message.getField(field(message.getDescriptorForType(), field));
    }

    static FieldDescriptor field(Descriptor type, String name) {
        return type.findFieldByName(name);
    }

    private static DescriptorProto message(String name, FieldDescriptorProto... fields) {
        DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(name);
        for (FieldDescriptorProto field : fields) {
            if (field.getProto3Optional()) {
                // Explicit presence is a group of one.
                message.addField(field.toBuilder().setOneofIndex(message.getOneofDeclCount()));
                message.addOneofDecl(OneofDescriptorProto.newBuilder().setName("_" + field.getName()));
            } else {
                message.addField(field);
            }
        }
        return message.build();
    }

    private static FieldDescriptorProto u64(String name, int number) {
        return scalar(name, number, FieldDescriptorProto.Type.TYPE_UINT64);
    }

    private static FieldDescriptorProto bytes(String name, int number) {
        return scalar(name, number, FieldDescriptorProto.Type.TYPE_BYTES);
    }

    private static FieldDescriptorProto one(String name, int number, String type) {
        return scalar(name, number, FieldDescriptorProto.Type.TYPE_MESSAGE).toBuilder()
                .setTypeName(".s2.v1." + type)
                .build();
    }

    private static FieldDescriptorProto many(String name, int number, String type) {
        return one(name, number, type).toBuilder()
                .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED)
                .build();
    }

    private static FieldDescriptorProto optional(FieldDescriptorProto field) {
        return field.toBuilder().setProto3Optional(true).build();
    }

    private static FieldDescriptorProto scalar(String name, int number, FieldDescriptorProto.Type type) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setType(type)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
                .build();
    }
}
