package io.runnel.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** An S2S session after its head (contract 8). */
final class Session {
    private final Exchange exchange;

    Session(Exchange exchange) {
        this.exchange = exchange;
    }

    /** A terminal frame: the status and body that a unary answer would have had. */
    record Terminal(int status, JsonNode json) {
        void isError(int expected, String code) {
            assertThat(status).as("%s", json).isEqualTo(expected);
            assertThat(Json.keys(json)).containsExactlyInAnyOrder("code", "message");
            assertThat(json.get("code").textValue()).as("%s", json).isEqualTo(code);
        }

        void isJson(int expected, String body) {
            assertThat(status).as("%s", json).isEqualTo(expected);
            assertThat(json).isEqualTo(Json.parse(body));
        }
    }

    Exchange exchange() {
        return exchange;
    }

    Answer answer() {
        return exchange.answer();
    }

    Session send(Input... inputs) {
        for (Input input : inputs) {
            send(Frame.of(input));
        }
        return this;
    }

    Session send(Frame frame) {
        return raw(frame.toBytes());
    }

    Session raw(byte[] bytes) {
        exchange.write(bytes);
        return this;
    }

    /** Ends the request body. */
    Session halfClose() {
        exchange.end();
        return this;
    }

    Frame frame() {
        return Frame.next(answer());
    }

    /** The next frame, which must be an acknowledgement. */
    Ack ack() {
        return Ack.of(Proto.read(regular()));
    }

    List<Ack> acks(int count) {
        List<Ack> acks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            acks.add(ack());
        }
        return acks;
    }

    /** The next frame, which must be a batch or a heartbeat. */
    Batch batch() {
        return Batch.of(Proto.read(regular()));
    }

    /** The next frame, which must be a heartbeat; its tail. */
    Position heartbeat() {
        Batch batch = batch();
        Position tail = batch.tail();
        if (tail == null || !batch.records().isEmpty()) {
            throw new AssertionError("not a heartbeat: " + batch);
        }
        return tail;
    }

    /** The next so many records, whatever batches they come in; heartbeats in between are skipped. */
    List<Item> records(int count) {
        List<Item> records = new ArrayList<>();
        while (records.size() < count) {
            records.addAll(batch().records());
        }
        assertThat(records).as("records").hasSize(count);
        return records;
    }

    private byte[] regular() {
        Frame frame = frame();
        if (frame.isTerminal()) {
            throw new AssertionError("a terminal frame: " + terminal(frame));
        }
        assertThat(frame.flag() & 0x0f).as("reserved bits").isZero();
        return frame.message();
    }

    /** The next frame, which must be terminal and followed by the proper end of the answer. */
    Terminal terminal() {
        Terminal terminal = terminal(frame());
        assertEnd();
        return terminal;
    }

    private static Terminal terminal(Frame frame) {
        assertThat(frame.flag()).as("flag of a terminal frame").isEqualTo(Frame.TERMINAL);
        ByteBuffer body = ByteBuffer.wrap(frame.body());
        int status = body.getShort() & 0xffff;
        return new Terminal(status, Json.parse(UTF_8.decode(body).toString()));
    }

    /** Nothing more comes, and the answer ends as it should. */
    void assertEnd() {
        assertThat(answer().rest(Answer.PATIENCE))
                .as("bytes after the last frame")
                .isEmpty();
        assertThat(answer().awaitEnd()).isEqualTo(Answer.CLEAN);
    }
}
