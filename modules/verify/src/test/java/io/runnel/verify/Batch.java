package io.runnel.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** What a read delivered at once (contract 2.4.2); a heartbeat is one without records. */
record Batch(List<Item> records, @Nullable Position tail) {
    static Batch of(JsonNode json) {
        List<Item> records = new ArrayList<>();
        json.required("records").forEach(record -> records.add(Item.of(record)));
        return new Batch(records, Position.of(json.get("tail")));
    }

    static Batch of(Proto.Fields message) {
        return new Batch(
                message.messages(1).stream().map(Item::of).toList(), message.has(2) ? message.position(2) : null);
    }

    boolean isHeartbeat() {
        return records.isEmpty() && tail != null;
    }

    List<String> texts() {
        return records.stream().map(Item::text).toList();
    }

    List<Long> seqNums() {
        return records.stream().map(Item::seqNum).toList();
    }

    List<Long> timestamps() {
        return records.stream().map(Item::timestamp).toList();
    }

    /** The numbers {@code [from, until)}. */
    static List<Long> range(long from, long until) {
        return LongStream.range(from, until).boxed().toList();
    }
}
