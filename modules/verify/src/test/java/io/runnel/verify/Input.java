package io.runnel.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/** An {@code AppendInput} as protobuf (contract 11). */
final class Input {
    private final Proto message = new Proto();

    static Input of(String... bodies) {
        Input input = new Input();
        for (String body : bodies) {
            input.record(body);
        }
        return input;
    }

    /** As many records, with the bodies {@code first}, {@code first + 1}, … */
    static Input numbered(long first, int count) {
        Input input = new Input();
        for (int i = 0; i < count; i++) {
            input.record(Long.toString(first + i));
        }
        return input;
    }

    static Input fence(String token) {
        return new Input().command("fence", token.getBytes(UTF_8));
    }

    static Input trim(long until) {
        return new Input().command("trim", ByteBuffer.allocate(8).putLong(until).array());
    }

    Input record(String body) {
        return record(body.getBytes(UTF_8));
    }

    Input record(byte[] body) {
        return record(new Proto().bytes(3, body));
    }

    Input record(long timestamp, String body) {
        return record(new Proto().varint(1, timestamp).bytes(3, body.getBytes(UTF_8)));
    }

    Input command(String name, byte[] body) {
        return record(new Proto().message(2, header("", name)).bytes(3, body));
    }

    Input record(Proto record) {
        message.message(1, record);
        return this;
    }

    Input match(long seqNum) {
        message.varint(2, seqNum);
        return this;
    }

    Input fencing(String token) {
        message.bytes(3, token.getBytes(UTF_8));
        return this;
    }

    static Proto header(String name, String value) {
        return new Proto().bytes(1, name.getBytes(UTF_8)).bytes(2, value.getBytes(UTF_8));
    }

    byte[] toBytes() {
        return message.toBytes();
    }
}
