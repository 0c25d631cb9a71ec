package io.runnel.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A complete answer. */
@SuppressWarnings("ArrayRecordComponent") // nothing compares them
record Response(int status, Headers headers, byte[] body) {
    static Response collect(Answer answer) {
        return collect(answer, Answer.PATIENCE);
    }

    static Response collect(Answer answer, Duration patience) {
        answer.awaitHead(patience);
        byte[] body = answer.rest(patience);
        assertThat(answer.awaitEnd()).as("end of the answer").isEqualTo(Answer.CLEAN);
        return new Response(answer.status(), answer.headers(), body);
    }

    String text() {
        return new String(body, UTF_8);
    }

    JsonNode json() {
        assertThat(contentType()).isEqualTo("application/json");
        return Json.parse(text());
    }

    @Nullable
    String header(String name) {
        return headers.get(name);
    }

    @Nullable
    String contentType() {
        return headers.get("content-type");
    }

    Response is(int expected) {
        assertThat(status).as("status; body: %s", this).isEqualTo(expected);
        return this;
    }

    /** The JSON error of the contract (2.1, 10): exactly a code and a message. */
    Response isError(int expected, String code) {
        is(expected);
        JsonNode error = json();
        assertThat(Json.keys(error)).containsExactlyInAnyOrder("code", "message");
        assertThat(error.get("code").textValue()).as(text()).isEqualTo(code);
        assertThat(error.get("message").textValue()).as("message").isNotBlank();
        return this;
    }

    /** Status and JSON body, compared as values. */
    Response isJson(int expected, String body) {
        is(expected);
        assertThat(json()).isEqualTo(Json.parse(body));
        return this;
    }

    Response isEmpty(int expected) {
        is(expected);
        assertThat(body).isEmpty();
        assertThat(contentType()).isNotEqualTo("application/json");
        return this;
    }

    Response isProvisioned(int expected, String result) {
        is(expected);
        assertThat(header("s2-provision-result")).isEqualTo(result);
        return this;
    }

    Ack ack() {
        return Ack.of(is(200).json());
    }

    Batch batch() {
        return Batch.of(is(200).json());
    }

    @Override
    public String toString() {
        String text = text();
        return status + " " + headers.lines() + " " + (text.length() > 2_000 ? text.substring(0, 2_000) + "…" : text);
    }
}
