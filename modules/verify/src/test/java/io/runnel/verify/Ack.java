package io.runnel.verify;

import com.fasterxml.jackson.databind.JsonNode;

/** An acknowledgement (contract 6.5). */
record Ack(Position start, Position end, Position tail) {
    static Ack of(JsonNode json) {
        return new Ack(
                Position.required(json.get("start")),
                Position.required(json.get("end")),
                Position.required(json.get("tail")));
    }

    static Ack of(Proto.Fields message) {
        return new Ack(message.position(1), message.position(2), message.position(3));
    }

    long count() {
        return end.seqNum() - start.seqNum();
    }
}
