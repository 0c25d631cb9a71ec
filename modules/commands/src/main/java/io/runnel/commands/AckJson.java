package io.runnel.commands;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runnel.sdk.AppendAck;
import io.runnel.sdk.Position;

/** Acknowledgements and positions for programs, as the API has them. */
final class AckJson {
    private AckJson() {}

    static ObjectNode of(AppendAck ack) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("start", of(ack.start()));
        json.set("end", of(ack.end()));
        json.set("tail", of(ack.tail()));
        return json;
    }

    static ObjectNode of(Position position) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("seq_num", U64.json(position.seqNum()));
        json.set("timestamp", U64.json(position.timestamp()));
        return json;
    }
}
