package io.runnel.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A record that was read. Header names, values and body are kept as ISO 8859-1 text: a character for each byte. */
record Item(long seqNum, long timestamp, List<Item.Header> headers, String bytes) {
    record Header(String name, String value) {}

    static Item of(JsonNode json) {
        List<Header> headers = new ArrayList<>();
        for (JsonNode pair : json.path("headers")) {
            headers.add(
                    new Header(bytes(pair.get(0).textValue()), bytes(pair.get(1).textValue())));
        }
        return new Item(
                json.required("seq_num").bigIntegerValue().longValue(),
                json.required("timestamp").bigIntegerValue().longValue(),
                headers,
                bytes(json.path("body").asText("")));
    }

    private static String bytes(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    static Item of(Proto.Fields message) {
        return new Item(
                message.number(1),
                message.number(2),
                message.messages(3).stream()
                        .map(header -> new Header(header.text(1), header.text(2)))
                        .toList(),
                message.text(4));
    }

    /** The body, which must be UTF-8. */
    String text() {
        return new String(bytes.getBytes(ISO_8859_1), UTF_8);
    }

    int meteredBytes() {
        return 8
                + bytes.length()
                + headers.stream()
                        .mapToInt(header ->
                                2 + header.name().length() + header.value().length())
                        .sum();
    }
}
