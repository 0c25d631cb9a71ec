package io.runnel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runnel.model.AppendInput;
import io.runnel.model.StoredBatch;
import io.runnel.model.Utf8;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is appended as JSON is what is read as JSON, in either format; Jackson's tree model judges both. */
class AppendJsonRoundTripTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @SuppressWarnings("ArrayRecordComponent")
    record Given(Long timestamp, List<byte[]> headers, byte[] body) {}

    @Property
    void base64CarriesAnyBytes(@ForAll("byteRecords") List<Given> records, @ForAll long firstSeqNum) throws Exception {
        Base64.Encoder base64 = Base64.getEncoder();
        check(records, firstSeqNum, RecordFormat.BASE64, base64::encodeToString);
    }

    @Property
    void rawCarriesAnyText(@ForAll("textRecords") List<Given> records, @ForAll long firstSeqNum) throws Exception {
        check(
                records,
                firstSeqNum,
                RecordFormat.RAW,
                bytes -> new String(bytes, java.nio.charset.StandardCharsets.UTF_8));
    }

    private interface Encoding {
        String of(byte[] bytes);
    }

    private static void check(List<Given> records, long firstSeqNum, RecordFormat format, Encoding encoding)
            throws Exception {
        ObjectNode request = MAPPER.createObjectNode();
        ArrayNode requested = request.putArray("records");
        ArrayNode expected = MAPPER.createArrayNode();
        long previous = 0;
        for (int i = 0; i < records.size(); i++) {
            Given record = records.get(i);
            ObjectNode in = requested.addObject();
            ObjectNode out = expected.addObject();
            long timestamp = record.timestamp() == null ? Stored.NOW : record.timestamp();
            previous = Long.compareUnsigned(timestamp, previous) > 0 ? timestamp : previous;
            out.put("seq_num", unsigned(firstSeqNum + i));
            out.put("timestamp", unsigned(previous));
            if (record.timestamp() != null) {
                in.put("timestamp", unsigned(record.timestamp()));
            }
            ArrayNode headers = MAPPER.createArrayNode();
            for (byte[] header : record.headers()) {
                String text = encoding.of(header);
                headers.addArray().add(text).add(text);
            }
            in.set("headers", headers);
            if (!headers.isEmpty()) {
                out.set("headers", headers);
            }
            in.put("body", encoding.of(record.body()));
            if (record.body().length > 0) {
                out.put("body", encoding.of(record.body()));
            }
        }
        AppendInput input = AppendJson.decode(MAPPER.writeValueAsBytes(request), format);
        StoredBatch stored = Stored.sequence(input.batch(), firstSeqNum);
        JsonNode answer = MAPPER.readTree(ResponseJson.readBatch(List.of(stored.slice()), null, format));
        assertThat(answer.get("records").toString()).isEqualTo(expected.toString());
    }

    private static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }

    @Provide
    Arbitrary<List<Given>> byteRecords() {
        return records(Arbitraries.bytes().array(byte[].class).ofMaxSize(40));
    }

    @Provide
    Arbitrary<List<Given>> textRecords() {
        return records(Arbitraries.strings()
                .all()
                .ofMaxLength(40)
                .filter(Utf8Text::isEncodable)
                .map(Utf8::bytes));
    }

    private static Arbitrary<List<Given>> records(Arbitrary<byte[]> bytes) {
        Arbitrary<Long> timestamps = Arbitraries.longs().injectNull(0.4);
        Arbitrary<List<byte[]>> headers =
                bytes.filter(name -> name.length > 0).list().ofMaxSize(3);
        return Combinators.combine(timestamps, headers, bytes)
                .as(Given::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(8);
    }

    @Property
    void refusesOrReadsWhateverBytesCome(@ForAll("almostJson") byte[] body) {
        try {
            AppendInput input = AppendJson.decode(body, RecordFormat.RAW);
            assertThat(input.batch().count()).isPositive();
        } catch (BadRequestException e) {
            assertThat(e.error().status()).isIn(400, 422);
            assertThat(ResponseJson.error(e.error())).isNotEmpty();
        }
    }

    @Provide
    Arbitrary<byte[]> almostJson() {
        byte[] whole = Utf8.bytes(
                "{\"records\":[{\"timestamp\":12,\"headers\":[[\"a\",\"\\ud83d\\ude00\"]],\"body\":\"é\"}],\"zz\":[1e5]}");
        return Combinators.combine(
                        Arbitraries.integers().between(0, whole.length - 1),
                        Arbitraries.integers().between(0, whole.length),
                        Arbitraries.bytes())
                .as((at, length, b) -> {
                    byte[] body = Arrays.copyOf(whole, Math.max(length, at + 1));
                    body[at] = b;
                    return body;
                });
    }
}
