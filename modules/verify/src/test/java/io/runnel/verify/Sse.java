package io.runnel.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** An SSE read session after its head (contract 7.8). */
final class Sse {
    private final Exchange exchange;

    Sse(Exchange exchange) {
        this.exchange = exchange;
    }

    /** One event; its data is one line. */
    record Event(@Nullable String event, @Nullable String id, String data) {
        JsonNode json() {
            return Json.parse(data);
        }
    }

    Exchange exchange() {
        return exchange;
    }

    /** Reads strictly: {@code event}, {@code id}, {@code data}, each at most once and in this order, then a blank line. */
    Event next() {
        String event = null;
        String id = null;
        String line = line();
        if (line.startsWith("event: ")) {
            event = line.substring(7);
            line = line();
        }
        if (line.startsWith("id: ")) {
            id = line.substring(4);
            line = line();
        }
        assertThat(line).startsWith("data: ");
        assertThat(line()).as("the blank line after an event").isEmpty();
        return new Event(event, id, line.substring(6));
    }

    private String line() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            int next = exchange.answer().next(1)[0];
            if (next == '\n') {
                return line.toString(UTF_8);
            }
            line.write(next);
        }
    }

    /** The next event, which must be a batch. */
    Batch batch() {
        return Batch.of(batchEvent().json());
    }

    Event batchEvent() {
        Event event = next();
        assertThat(event.event()).as("%s", event).isEqualTo("batch");
        assertThat(event.id()).matches("\\d+,\\d+,\\d+");
        return event;
    }

    /** The next event, which must be a heartbeat; its tail. */
    Position ping() {
        Event event = next();
        assertThat(event.event()).as("%s", event).isEqualTo("ping");
        assertThat(event.id()).isNull();
        assertThat(Json.keys(event.json())).containsExactlyInAnyOrder("timestamp", "tail");
        return Position.required(event.json().get("tail"));
    }

    /** The next event, which must be an error, followed by the end without {@code [DONE]}; its data. */
    JsonNode error() {
        Event event = next();
        assertThat(event.event()).as("%s", event).isEqualTo("error");
        assertEnd();
        return event.json();
    }

    /** The next event must be {@code [DONE]}, followed by the end. */
    void done() {
        assertThat(next()).isEqualTo(new Event(null, null, "[DONE]"));
        assertEnd();
    }

    private void assertEnd() {
        assertThat(exchange.answer().rest(Answer.PATIENCE)).isEmpty();
        assertThat(exchange.answer().awaitEnd()).isEqualTo(Answer.CLEAN);
    }
}
